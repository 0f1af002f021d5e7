package org.securechat.server.classic;

/**
 * How much more one connection may get wrong: each wrong line has an answer, and whoever can ask
 * without end can guess without end. Confined to the connection, whose lines come one at a time.
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
