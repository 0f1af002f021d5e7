package org.securechat.server.admin.user;

import java.util.Arrays;
import org.securechat.protocol.crypto.Providers;
import org.securechat.server.actor.AdministrationException;

/**
 * A password that an administrator gives to a user: chosen, or made here. It reaches the server
 * once, is shown once if it was made here, and is stored as what the client would derive from it.
 */
public final class NewPassword implements AutoCloseable {
  /** Characters of the shortest that is accepted. */
  public static final int MIN_LENGTH = 12;

  /** Characters of the longest. */
  public static final int MAX_LENGTH = 256;

  /** Without letters that look like digits: it is read out over the telephone. */
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

  private static final int GROUPS = 4;
  private static final int GROUP = 5;

  private final char[] text;
  private final boolean generated;

  private NewPassword(char[] text, boolean generated) {
    this.text = text;
    this.generated = generated;
  }

  /**
   * One that the administrator has chosen.
   *
   * @param text taken over: wiped by {@link #close}
   * @throws AdministrationException {@code INVALID} if it is too short or too long
   */
  public static NewPassword chosen(char[] text) {
    if (text.length < MIN_LENGTH || text.length > MAX_LENGTH) {
      Arrays.fill(text, '\0');
      throw AdministrationException.invalid(
          "password", "must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
    }
    return new NewPassword(text, false);
  }

  /** A random one of 100 bits, in groups that can be read out. */
  public static NewPassword generated() {
    char[] text = new char[GROUPS * (GROUP + 1) - 1];
    for (int i = 0; i < text.length; i++) {
      text[i] =
          i % (GROUP + 1) == GROUP
              ? '-'
              : ALPHABET.charAt(Providers.random().nextInt(ALPHABET.length()));
    }
    return new NewPassword(text, true);
  }

  /** Whether the server made it, so that no person knows it yet. */
  public boolean isGenerated() {
    return generated;
  }

  /** A copy, which the caller wipes. */
  public char[] expose() {
    return text.clone();
  }

  @Override
  public void close() {
    Arrays.fill(text, '\0');
  }

  @Override
  public String toString() {
    return "NewPassword[redacted]";
  }
}
