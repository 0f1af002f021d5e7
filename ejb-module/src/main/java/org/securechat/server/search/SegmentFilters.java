package org.securechat.server.search;

import java.util.List;
import java.util.UUID;

/** The tables of the index. Every call is a transaction of its own. Thread-safe. */
public interface SegmentFilters {

  /**
   * The filters of segments that still stand for the room's lines as they are, in order; a segment
   * without one is not indexed.
   */
  List<StoredFilter> read(UUID roomId, long firstSegment, long lastSegment);

  /**
   * How often something of the room was erased: to be asked before its lines are read, and given
   * back to {@link #store}.
   */
  long erasures(UUID roomId);

  /**
   * Stores filters of a room.
   *
   * @param indexedTo up to which line the room is indexed without a gap; 0 if that has not changed
   * @return false, and nothing stored, if something of the room has been erased meanwhile
   */
  boolean store(UUID roomId, long erasures, long indexedTo, List<NewFilter> filters);

  /**
   * Rooms with lines to index: with a full segment, or with any line if nothing was said of late.
   *
   * @param after the room behind which to begin, by id as text; empty for all
   * @param quietSince in milliseconds
   */
  List<Backlog> behind(String after, long quietSince, int limit);

  /** Segments of which something was erased since they were indexed, behind that one. */
  List<SegmentKey> emptied(SegmentKey after, int limit);

  /** How many lines of all rooms no filter stands for. */
  long linesBehind();

  /**
   * A filter.
   *
   * @param last the line up to which it stands for the segment
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record StoredFilter(long segment, long last, byte[] grams) {}

  /**
   * A filter to be stored.
   *
   * @param chain the chain value after the last line
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record NewFilter(long segment, long last, String chain, byte[] grams) {}

  /**
   * A room that is not indexed to its end.
   *
   * @param quiet whether nothing was said of late
   */
  record Backlog(UUID roomId, long indexedTo, long last, boolean quiet) {}

  /** Names a segment; rooms are in the order of their ids as text. */
  record SegmentKey(String roomId, long segment) {
    static final SegmentKey START = new SegmentKey("", -1);
  }
}
