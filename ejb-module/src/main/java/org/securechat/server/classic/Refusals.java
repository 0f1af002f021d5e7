package org.securechat.server.classic;

/**
 * How many more wrong lines one connection may send. The server answers each wrong line, and a
 * client that can ask without limit can guess without limit. Confined to the connection, whose
 * lines come one at a time.
 */
final class Refusals {
  /** A client that is this often wrong is not mistaken but attacking. */
  private static final int LIMIT = 100;

  private int count;

  /** Counts one, and tells whether the connection may stay. */
  boolean another() {
    return ++count < LIMIT;
  }
}
