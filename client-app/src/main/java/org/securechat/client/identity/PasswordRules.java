package org.securechat.client.identity;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.List;
import org.securechat.client.ClientException;

/**
 * What a new password has to be (NIST SP 800-63B §3.1.1.2): long enough, and not one that everybody
 * tries first. The server never sees a password, so that this is the place to say so.
 */
final class PasswordRules {

  /** What helps. */
  static final String HINT = "Four words that have nothing to do with each other are easy to keep.";

  static final int SHORTEST = 10;

  /** Below this, a guesser who is slowed down by the server gets there in weeks. */
  private static final double FEWEST_GUESSES = 1e6;

  /** The work of an estimate grows with the square of the length. */
  private static final int MOST_MEASURED = 64;

  private PasswordRules() {}

  /**
   * Refuses a password that is too short, in every list of common ones, or made of the account's
   * name, a date, or keys in a row.
   *
   * @param what what it is called
   * @param user the account's name
   */
  static void require(char[] password, String what, String user) throws ClientException {
    int length = Character.codePointCount(password, 0, password.length);
    if (length < SHORTEST) {
      throw new ClientException(
          "the new %s has %d characters, and needs at least %d".formatted(what, length, SHORTEST),
          HINT);
    }
    // A copy, since wiping what was measured wipes this as well.
    char[] measured = Arrays.copyOf(password, Math.min(password.length, MOST_MEASURED));
    Strength strength =
        new Zxcvbn().measure(CharBuffer.wrap(measured), List.of(user, "securechat"));
    try {
      if (strength.getGuesses() < FEWEST_GUESSES) {
        throw new ClientException(
            "the new "
                + what
                + " is one of the first that a guesser tries: a common one, or made of the"
                + " account's name, a date or keys in a row",
            HINT);
      }
    } finally {
      strength.wipe();
      Arrays.fill(measured, '\0');
    }
  }
}
