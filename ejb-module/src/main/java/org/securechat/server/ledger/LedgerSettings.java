package org.securechat.server.ledger;

import java.time.Duration;

/**
 * Bounds of the ledger.
 *
 * @param queueEntries most lines waiting to be written; more are refused as unavailable
 * @param queueBytes most bytes of payload and signature waiting
 * @param groupSize most lines in one transaction
 * @param headInterval lines of a room after which its head is signed again
 * @param cachedRooms rooms whose head is kept in memory
 * @param probeInterval how long to wait before asking a failed database again; doubles up to
 *     sixteenfold
 * @param doubtLimit how long the answers of a commit with unknown outcome are held back before they
 *     are given as unavailable
 * @param holder what another server on the same database is told about this one
 * @param renewal after so long without a commit, the writer asks whether it may still write, and
 *     shows others that it lives
 * @param shared whether other servers, those of its cluster, write to the same database; they all
 *     have the same holder
 */
public record LedgerSettings(
    int queueEntries,
    long queueBytes,
    int groupSize,
    int headInterval,
    int cachedRooms,
    Duration probeInterval,
    Duration doubtLimit,
    String holder,
    Duration renewal,
    boolean shared) {
  /** How long the writer waits before it asks a failed database again. */
  public static final Duration PROBE_INTERVAL = Duration.ofMillis(250);

  /** Those of the only server on its database. */
  public LedgerSettings(
      int queueEntries,
      long queueBytes,
      int groupSize,
      int headInterval,
      int cachedRooms,
      Duration probeInterval,
      Duration doubtLimit,
      String holder,
      Duration renewal) {
    this(
        queueEntries,
        queueBytes,
        groupSize,
        headInterval,
        cachedRooms,
        probeInterval,
        doubtLimit,
        holder,
        renewal,
        false);
  }

  /** The same, for a server of a cluster of that name. */
  public LedgerSettings inCluster(String name) {
    return new LedgerSettings(
        queueEntries,
        queueBytes,
        groupSize,
        headInterval,
        cachedRooms,
        probeInterval,
        doubtLimit,
        name,
        renewal,
        true);
  }

  public LedgerSettings {
    if (queueEntries < 1
        || queueBytes < 1
        || groupSize < 1
        || headInterval < 1
        || cachedRooms < 1) {
      throw new IllegalArgumentException("every bound is at least 1");
    }
    if (!probeInterval.isPositive() || doubtLimit.isNegative() || !renewal.isPositive()) {
      throw new IllegalArgumentException("durations are positive");
    }
  }
}
