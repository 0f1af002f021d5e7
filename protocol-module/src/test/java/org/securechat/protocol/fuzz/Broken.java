package org.securechat.protocol.fuzz;

/** What a target finds. */
public final class Broken extends RuntimeException {
  private Broken(String what, Throwable cause) {
    super(what, cause);
  }

  /** Throws unless it holds. */
  public static void unless(boolean holds) {
    if (!holds) {
      throw new Broken("a rule of this target", null);
    }
  }

  /** To throw, for what was written and cannot be read. */
  public static Broken by(Throwable cause) {
    return new Broken("what was written cannot be read again", cause);
  }
}
