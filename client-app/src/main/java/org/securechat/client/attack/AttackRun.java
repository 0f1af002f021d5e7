package org.securechat.client.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.securechat.client.attack.Outcome.Verdict;
import org.securechat.client.problem.Problem;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Attacks a server, one scenario after the other. All the while an honest session stays open, which
 * must notice nothing: it is asked after each attack.
 */
public final class AttackRun {
  private final Target target;
  private final Watcher watcher;

  /** Hears how it goes. */
  public interface Watcher {
    /** An honest session is open. The certificate is the server's, as SHA-256 in hex. */
    default void greeted(String certificateSha256) {}

    /** A scenario begins. */
    default void begins(Scenario scenario) {}

    /** A scenario has ended. */
    default void ended(Outcome outcome) {}
  }

  /** Attacks on that target. */
  public AttackRun(Target target, Watcher watcher) {
    this.target = target;
    this.watcher = watcher;
  }

  /**
   * Attacks.
   *
   * @throws Problem if not even an honest login works
   */
  public List<Outcome> run(List<Scenario> scenarios) throws Problem {
    List<Outcome> outcomes = new ArrayList<>();
    try (Means means = new Means(target);
        HonestSession bystander = new Attacker(means).logIn()) {
      watcher.greeted(bystander.serverCertificate());
      for (Scenario scenario : scenarios) {
        watcher.begins(scenario);
        Outcome outcome = run(scenario, new Attacker(means), bystander);
        outcomes.add(outcome);
        watcher.ended(outcome);
      }
      return outcomes;
    } catch (IOException | UncheckedIOException | ProtocolException failed) {
      throw new Problem(
          "an honest login at " + target.server() + " does not work: " + failed.getMessage(),
          "Is the server running there, and is it one of yours?",
          failed);
    }
  }

  private static Outcome run(Scenario scenario, Attacker attacker, HonestSession bystander) {
    long start = System.nanoTime();
    Verdict verdict;
    String got;
    try {
      Reaction reaction = scenario.attempt().run(attacker);
      boolean refused = scenario.expected().covers(reaction);
      got = reaction.toString();
      verdict = refused ? Verdict.REFUSED : Verdict.NOT_REFUSED;
      String disturbance = disturbance(bystander);
      if (!disturbance.isEmpty()) {
        verdict = Verdict.NOT_REFUSED;
        got += ", but another session suffered: " + disturbance;
      }
    } catch (Unavailable missing) {
      verdict = Verdict.SKIPPED;
      got = missing.getMessage();
    } catch (Problem | IOException | UncheckedIOException failed) {
      verdict = Verdict.UNDECIDED;
      got = String.valueOf(failed.getMessage());
    } catch (ProtocolException unreadable) {
      verdict = Verdict.NOT_REFUSED;
      got = "something that cannot be read: " + unreadable;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Outcome(scenario, verdict, attacker.sent(), got, took);
  }

  private static String disturbance(HonestSession bystander) {
    try {
      bystander.ask(Request.Ping::new, Answer.Empty.class);
      return "";
    } catch (Problem | IOException | UncheckedIOException | ProtocolException disturbed) {
      return String.valueOf(disturbed.getMessage());
    }
  }
}
