package org.securechat.server.handshake;

/** What a look at the files of the server's identity has brought. */
public enum Renewal {
  /** They are as they were, or are being written. */
  UNTOUCHED,
  /** They were written, and hold what is in use. */
  SAME,
  /** What they hold now is in use from now on. */
  RENEWED
}
