package org.securechat.server.account;

/** What is known of an attempt before any secret is looked at. */
public enum Standing {
  /**
   * It can be right: the certificate states the account's name, or the name is an administrator's.
   * Its own account alone slows it down.
   */
  LIKELY,
  /** It cannot be right, or nothing speaks for it: the address slows it down, too. */
  STRANGE;

  /** Of an attempt for which something speaks, or nothing does. */
  public static Standing of(boolean likely) {
    return likely ? LIKELY : STRANGE;
  }
}
