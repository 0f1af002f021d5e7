package org.securechat.client.attack.scenario;

import java.time.Duration;
import java.util.List;

/**
 * How an attack ended.
 *
 * @param scenario what was attempted
 * @param verdict whether the server did what it has to
 * @param sent what was sent, in words
 * @param got what came back, or why it did not come to the attack
 * @param took from the first connection to the verdict
 */
public record Outcome(
    Scenario scenario, Verdict verdict, List<String> sent, String got, Duration took) {
  /** Whether the server did what it has to. */
  public enum Verdict {
    /** It refused, and in the right way. */
    REFUSED,
    /** It did not refuse, or not in the right way. */
    NOT_REFUSED,
    /** It cannot be told, because something honest failed. */
    UNDECIDED,
    /** The means for the attack are missing. */
    SKIPPED
  }

  /** Copies the list. */
  public Outcome {
    sent = List.copyOf(sent);
  }

  /**
   * The same attack, if the honest session beside it suffered: then it has not been refused.
   *
   * @param disturbance what the session met, or empty
   */
  public Outcome disturbing(String disturbance) {
    return disturbance.isEmpty()
        ? this
        : new Outcome(
            scenario,
            Verdict.NOT_REFUSED,
            sent,
            got + ", but another session suffered: " + disturbance,
            took);
  }

  /** Whether this is as it should be; a scenario left out is neither good nor bad. */
  public boolean holds() {
    return verdict == Verdict.REFUSED || verdict == Verdict.SKIPPED;
  }
}
