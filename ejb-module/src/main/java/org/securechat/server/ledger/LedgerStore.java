package org.securechat.server.ledger;

import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.securechat.protocol.evidence.Positions;
import org.securechat.server.ledger.Batch.LineRefusedException;
import org.securechat.server.ledger.LedgerException.FencedException;

/**
 * The ledger's tables. Every call is a transaction of its own and may throw whatever the
 * persistence provider throws.
 */
public interface LedgerStore extends LedgerRecords {
  /**
   * Most certificates of authorities below the configured ones that are kept. A receipt names the
   * lists of all of them (PROTOCOL.md §10), and has to have room for more than one of each.
   */
  int MOST_ISSUERS = 32;

  /** The one writer there is. A ledger split by rooms would have a row for each part. */
  String TRANSCRIPT = "transcript";

  /**
   * Takes the right to write from the server that had it, and returns the new epoch.
   *
   * @param holder what other servers are told about the one that has it now
   */
  long takeEpoch(String holder);

  /**
   * Takes part in the right to write that a cluster has, or takes it for the cluster from whatever
   * had it.
   *
   * @param holder the name that all its servers give
   * @return the epoch that all its servers write in
   */
  long joinEpoch(String holder);

  /**
   * Shows other servers that the holder of an epoch lives.
   *
   * @throws FencedException if the epoch is over
   */
  void renew(long epoch);

  /**
   * As {@link #renew}, where several servers have the right: changes nothing, since one that hangs
   * in a transaction would have all others wait.
   *
   * @throws FencedException if the epoch is over
   */
  void confirm(long epoch);

  /** Gives the right to write back at an orderly end; has no effect if the epoch is over. */
  void release(long epoch);

  /**
   * Writes a batch with its actions, certificates and heads in one transaction.
   *
   * @throws FencedException if the epoch is over; nothing is written
   * @throws LineRefusedException if an action refuses its line; nothing is written
   */
  void commit(long epoch, Batch batch);

  /**
   * Waits until no transaction of an earlier {@link #commit} can be on its way any more, and tells
   * what became of the batch.
   *
   * @param batch whose commit failed, or null to ask for the epoch alone
   */
  CommitOutcome resolveOutcome(long epoch, Batch batch);

  /**
   * The positions of lines that still say what messages read since they were edited, in order.
   *
   * @param positions of the messages
   */
  List<Long> unerasedEdits(UUID roomId, Positions positions, int limit);

  /**
   * The positions of messages that still have their payload, in order.
   *
   * @param after a position before the first that is wanted
   * @param before received earlier than this
   */
  List<Long> unerased(UUID roomId, long after, Instant before, int limit);

  /** At most limit lines of the server's own from first to last position, in order. */
  List<TranscriptEntry> serverLines(UUID roomId, long first, long last, int limit);

  /** The positions of a user's messages in a room that still have their payload, in order. */
  List<Long> unerasedOf(String sender, UUID roomId, int limit);

  /** The rooms in which a user has messages that still have their payload, in order. */
  List<UUID> roomsWithUnerasedOf(String sender);

  /** The certificates, DER, of those who issue under a name. */
  List<byte[]> issuers(String issuesAs);

  /** The certificates, DER, of all who have issued others. */
  List<byte[]> issuers();

  /** Inserts a certificate and its issuers' unless they are there. */
  void keepCertificate(SenderCertificate certificate);

  /**
   * Inserts the certificates of a certificate's issuers unless they are there.
   *
   * @throws LedgerException if that would be more than {@link #MOST_ISSUERS}; nothing is written
   */
  void keepIssuers(SenderCertificate certificate);

  /** Replaces signed heads unless they are as new already; all of them in one transaction. */
  void signHeads(List<RoomSignature> heads);

  /** A room's head with the server's signature. */
  record RoomSignature(UUID roomId, SignedHead head) {}

  /**
   * Has to forget what it knows of messages that are erased, in the transaction that erases them.
   * Thread-safe.
   */
  @FunctionalInterface
  interface ErasureWitness {

    /**
     * Forgets. Called on the writer's thread, after the payloads are gone and before the commit;
     * what it throws stops the erasure.
     *
     * @param connection of the transaction; not to be closed
     */
    void erased(Connection connection, UUID roomId, Positions positions);
  }

  /**
   * What became of a commit that failed.
   *
   * @param committed the batch is in the database, all of it
   * @param fenced the epoch is over
   */
  record CommitOutcome(boolean committed, boolean fenced) {}
}
