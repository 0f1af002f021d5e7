package org.securechat.launcher;

import java.nio.file.Path;

/**
 * What the operator asked for.
 *
 * @param data where the database lives, absolute
 * @param pki where keys and certificates live, absolute
 * @param listen on which addresses and ports
 * @param classic whether and where to serve classic clients
 * @param heads what to compare the database with
 * @param cluster whether this server is one of several
 * @param takeOver whether to take the database from a server that still writes to it
 * @param keyLog where the secrets of all sessions go, or null
 * @param verbose whether to log at INFO
 * @param logFormat how a line of the log looks
 */
record UpOptions(
    Path data,
    Path pki,
    ListenOptions listen,
    ClassicOptions classic,
    HeadsOptions heads,
    ClusterOptions cluster,
    boolean takeOver,
    Path keyLog,
    boolean verbose,
    LogFormat logFormat) {

  /** How a line of the log looks. */
  enum LogFormat {
    /** For people. */
    TEXT,
    /** For programs: {@link JsonLogFormatter}. */
    JSON
  }
}
