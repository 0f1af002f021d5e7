package org.securechat.server.renewal;

/** What a look at the files of a certificate has brought. */
public sealed interface Renewal {
  /** They are as they were. */
  record Untouched() implements Renewal {}

  /** They are others, and are not used yet: they are being written, or do not fit yet. */
  record Pending() implements Renewal {}

  /** They were written, and hold what is in use. */
  record Same() implements Renewal {}

  /** What they hold now is in use from now on. */
  record Renewed() implements Renewal {}

  /**
   * They cannot be used, and have not been for a while: what was in use stays in use.
   *
   * @param reason which of them, and why
   */
  record Failed(String reason) implements Renewal {}
}
