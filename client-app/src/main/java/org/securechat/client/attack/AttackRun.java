package org.securechat.client.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.securechat.client.ClientException;
import org.securechat.client.attack.client.ControlSession;
import org.securechat.client.attack.scenario.AttackResources;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Outcome;
import org.securechat.client.attack.scenario.Outcome.Verdict;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.AttackNotPossibleException;
import org.securechat.client.attack.target.Reaction;
import org.securechat.client.attack.target.Target;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Attacks a server, one scenario after the other, except that slow ones that stand together wait
 * together. All the while an honest session stays open, which must notice nothing: it is used after
 * each attack.
 */
public final class AttackRun {
  private final Target target;
  private final Greeting greeting;
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

  /** Opens the honest session. */
  @FunctionalInterface
  public interface Greeting {
    /** Opens it, by the rules. */
    ControlSession greet(Attacker attacker) throws ClientException, IOException, ProtocolException;
  }

  /** Attacks on that target by the modern protocol. */
  public AttackRun(Target target, Watcher watcher) {
    this(target, Attacker::logIn, watcher);
  }

  /** Attacks on that target, with an honest session of another kind. */
  public AttackRun(Target target, Greeting greeting, Watcher watcher) {
    this.target = target;
    this.greeting = greeting;
    this.watcher = watcher;
  }

  /**
   * Attacks.
   *
   * @throws ClientException if not even an honest session works
   */
  public List<Outcome> run(List<Scenario> scenarios) throws ClientException {
    List<Outcome> outcomes = new ArrayList<>();
    try (AttackResources resources = new AttackResources(target);
        ControlSession control = greeting.greet(new Attacker(resources))) {
      watcher.greeted(control.serverCertificate());
      try {
        attack(scenarios, resources, control, outcomes);
      } finally {
        leaveRooms(new Attacker(resources));
      }
      return outcomes;
    } catch (IOException | UncheckedIOException | ProtocolException e) {
      throw new ClientException(
          "an honest login at " + target.where() + " does not work: " + e.getMessage(),
          target.classic().isPresent()
              ? "Is the server running there with --classic, and is it one of yours?"
              : "Is the server running there, and is it one of yours?",
          e);
    }
  }

  private void attack(
      List<Scenario> scenarios,
      AttackResources resources,
      ControlSession control,
      List<Outcome> outcomes)
      throws ClientException {
    while (outcomes.size() < scenarios.size()) {
      List<Scenario> next = together(scenarios.subList(outcomes.size(), scenarios.size()));
      next.forEach(watcher::begins);
      List<Outcome> ended = next.size() == 1 ? one(next.get(0), resources) : all(next, resources);
      boolean last = outcomes.size() + next.size() == scenarios.size();
      String disturbance = disturbance(control, last);
      for (Outcome outcome : ended) {
        outcomes.add(outcome.disturbing(disturbance));
        watcher.ended(outcomes.get(outcomes.size() - 1));
      }
    }
  }

  private static void leaveRooms(Attacker attacker) {
    try {
      attacker.leaveRooms();
    } catch (ClientException | IOException | UncheckedIOException | ProtocolException _) {
      // The owner sees them then; what the server did to deserve this is among the outcomes.
    }
  }

  /** The first, and what may run beside it. */
  private static List<Scenario> together(List<Scenario> rest) {
    int count = 1;
    while (rest.get(0).slow() && count < rest.size() && rest.get(count).slow()) {
      count++;
    }
    return rest.subList(0, count);
  }

  private static List<Outcome> one(Scenario scenario, AttackResources resources) {
    return List.of(run(scenario, new Attacker(resources)));
  }

  /** Every one of them waits for a deadline, so that they have an end. */
  private static List<Outcome> all(List<Scenario> slow, AttackResources resources)
      throws ClientException {
    ExecutorService threads = Executors.newFixedThreadPool(slow.size(), AttackRun::daemon);
    try {
      List<Callable<Outcome>> tasks = new ArrayList<>();
      slow.forEach(scenario -> tasks.add(() -> run(scenario, new Attacker(resources))));
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> outcome : threads.invokeAll(tasks)) {
        outcomes.add(outcome.get());
      }
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException("stopped while waiting for slow attacks", "", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "securechat-slow-attack");
    thread.setDaemon(true);
    return thread;
  }

  private static Outcome run(Scenario scenario, Attacker attacker) {
    long start = System.nanoTime();
    Verdict verdict;
    String got;
    try {
      Reaction reaction = scenario.attempt().run(attacker);
      got = reaction.toString();
      verdict = scenario.expected().covers(reaction) ? Verdict.REFUSED : Verdict.NOT_REFUSED;
    } catch (AttackNotPossibleException e) {
      verdict = Verdict.SKIPPED;
      got = e.getMessage();
    } catch (ClientException | IOException | UncheckedIOException e) {
      verdict = Verdict.UNDECIDED;
      got = String.valueOf(e.getMessage());
    } catch (ProtocolException e) {
      verdict = Verdict.NOT_REFUSED;
      got = "something that cannot be read: " + e;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Outcome(scenario, verdict, attacker.sent(), got, took);
  }

  private static String disturbance(ControlSession control, boolean last) {
    try {
      if (last) {
        control.farewell();
      } else {
        control.use();
      }
      return "";
    } catch (ClientException | IOException | UncheckedIOException | ProtocolException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
