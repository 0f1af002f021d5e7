package org.securechat.server.ledger;

import java.util.List;
import java.util.UUID;

/** Learns of every line that has been committed. */
public interface CommitListener {
  /**
   * Called on the writer thread after each commit, in the order of commits; the lines of a room
   * come in the order of their positions, none left out and none twice. It must return quickly: the
   * ledger does not write while a listener works. What it throws is logged and otherwise ignored.
   */
  void committed(List<CommittedLine> inOrder);

  /**
   * As {@link #committed}, for lines that other servers of the cluster have committed. Of one room,
   * each line comes in one of the two, in the order of positions over both, from the moment at
   * which this server was first asked for the room.
   */
  default void read(List<LedgerEntry> inOrder) {}

  /**
   * The same lines, earlier: before any line that this server writes comes to stand behind them. To
   * be answered from memory, since other servers wait meanwhile.
   */
  default void found(List<LedgerEntry> inOrder) {}

  /**
   * The lines of a room that other servers write are found from now on, and none before was. May be
   * called on any thread, and more than once for a room.
   */
  default void opened(UUID roomId) {}
}
