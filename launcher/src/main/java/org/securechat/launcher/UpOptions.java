package org.securechat.launcher;

import java.nio.file.Path;

/**
 * What the operator asked for.
 *
 * @param data where the database lives, absolute
 * @param pki where keys and certificates live, absolute
 * @param bind the address that every listener binds
 * @param port the chat port, 0 for any
 * @param adminPort the HTTPS port, 0 for any
 * @param classic whether and where to serve classic clients
 * @param heads what to compare the database with
 * @param takeOver whether to take the database from a server that still writes to it
 * @param keyLog where the secrets of all sessions go, or null
 * @param verbose whether to log at INFO
 * @param logFormat how a line of the log looks
 */
record UpOptions(
    Path data,
    Path pki,
    String bind,
    int port,
    int adminPort,
    ClassicOptions classic,
    HeadsOptions heads,
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
