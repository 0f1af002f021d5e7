package org.securechat.protocol.crypto;

/**
 * Whether a native provider does the work that it is faster at, so that an operator can be told.
 *
 * @param detail the provider and its version, or why there is none; empty if nothing is to be said
 */
public record NativeCrypto(State state, String detail) {
  /** What became of it. */
  public enum State {
    /** It is used. */
    USED,
    /** It was switched off. */
    OFF,
    /** None is installed. */
    ABSENT,
    /** One is installed and cannot be used on this machine. */
    UNUSABLE
  }
}
