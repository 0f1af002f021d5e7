package org.securechat.server.chat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.securechat.protocol.application.Answer.SearchAnswer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Request;
import org.securechat.server.DomainException;
import org.securechat.server.chat.ChatException.Reason;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.ledger.TranscriptLedger.RoomHistories;
import org.securechat.server.metrics.SearchMetrics;
import org.securechat.server.search.Hit;
import org.securechat.server.search.MemberSearchSettings;
import org.securechat.server.search.MessageSearch;
import org.securechat.server.search.SearchPage;
import org.securechat.server.search.SearchRequest;
import org.securechat.server.search.Wording;

/**
 * Searches of members in what they may read (PROTOCOL.md 7.5). Who may search in a room is who may
 * have its history. The audit log has nothing of it, as it has nothing of a history that is read.
 */
@ApplicationScoped
public class MemberSearch {
  private final RoomQueries rooms;
  private final RoomHistories histories;
  private final MessageSearch search;
  private final MemberSearchSettings settings;
  private final SearchMetrics metrics;
  private final LongSupplier nanoTime = System::nanoTime;

  /** For the container's proxy. */
  public MemberSearch() {
    this(null, (RoomHistories) null, null, null, null);
  }

  @Inject
  public MemberSearch(
      RoomQueries rooms,
      TranscriptLedger ledger,
      MessageSearch search,
      MemberSearchSettings settings,
      SearchMetrics metrics) {
    this(rooms, ledger.histories(), search, settings, metrics);
  }

  private MemberSearch(
      RoomQueries rooms,
      RoomHistories histories,
      MessageSearch search,
      MemberSearchSettings settings,
      SearchMetrics metrics) {
    this.rooms = rooms;
    this.histories = histories;
    this.search = search;
    this.settings = settings;
    this.metrics = metrics;
  }

  /**
   * One page, the newest first.
   *
   * @throws ChatException {@code SEARCH_OFF}, {@code NO_WORD}
   * @throws DomainException if the session may not read the room, or its record cannot be read
   */
  public SearchAnswer find(UserSession session, Request.Search request) {
    if (!settings.permitted()) {
      throw new ChatException(Reason.SEARCH_OFF, "members do not search here");
    }
    Optional<Wording> wording = request.words().flatMap(Wording::of);
    if (wording.isEmpty() && request.words().isPresent()) {
      throw new ChatException(Reason.NO_WORD, "no word to look for");
    }
    UUID room = rooms.readable(session, request.room());
    long begun = nanoTime.getAsLong();
    SearchPage page =
        search.search(
            room,
            new SearchRequest(
                wording,
                request.sender(),
                1,
                histories.head(room).position(),
                true,
                request.before(),
                request.limit()),
            settings.longest());
    SearchAnswer answer = fitting(request.room(), page);
    metrics.searched(end(request, page, answer), nanoTime.getAsLong() - begun);
    return answer;
  }

  /** As many entries as one record can carry. */
  private static SearchAnswer fitting(String room, SearchPage page) {
    List<Entry> entries = new ArrayList<>();
    long bytes = 0;
    for (Hit hit : page.hits()) {
      bytes += hit.entry().wireSize();
      if (bytes > TranscriptQueries.MAX_ENTRIES_BYTES && !entries.isEmpty()) {
        return new SearchAnswer(room, entries, entries.getLast().position(), true);
      }
      entries.add(hit.entry().toEntry(room));
    }
    return new SearchAnswer(room, entries, page.searchedTo(), page.more());
  }

  private static SearchMetrics.End end(
      Request.Search request, SearchPage page, SearchAnswer answer) {
    if (!answer.more()) {
      return SearchMetrics.End.ROOM;
    }
    boolean full =
        page.hits().size() >= request.limit() || answer.entries().size() < page.hits().size();
    return full ? SearchMetrics.End.PAGE : SearchMetrics.End.TIME;
  }
}
