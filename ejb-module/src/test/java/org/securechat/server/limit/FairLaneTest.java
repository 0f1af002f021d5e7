package org.securechat.server.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.securechat.server.limit.LaneException.Reason;
import org.securechat.testkit.MutableClock;

/** Two places, one of them for one owner; six may wait, four of them of one owner. */
class FairLaneTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final MutableClock clock = new MutableClock();

  /** What has a place and has not come to its end. */
  private final Deque<Runnable> threads = new ArrayDeque<>();

  private final List<String> done = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final FairLane lane =
      new FairLane("tests", new LaneBounds(2, 1, 6, 4, PATIENCE), threads::add, clock);

  @Test
  void oneOwnerHasNoMorePlacesThanOneMayHave() {
    submit("mallory", 3);

    assertThat(lane.running()).isEqualTo(1);
    assertThat(lane.waiting()).isEqualTo(2);
  }

  @Test
  void anHonestOwnerGetsAPlaceWhileAnotherHasFilledItsShare() {
    submit("mallory", 5);

    submit("alice", 1);

    assertThat(threads).hasSize(2);
    threads.removeLast().run();
    assertThat(done).containsExactly("alice 1");
  }

  @Test
  void ownersTakeTurnsHoweverMuchOneOfThemHasWaiting() {
    submit("mallory", 5);
    submit("trudy", 2);
    submit("alice", 1);

    runAll();

    // Two ran already, and the two others have one turn each before hers.
    assertThat(done.indexOf("alice 1")).isLessThanOrEqualTo(4);
    assertThat(done).hasSize(8);
    assertThat(lane.running()).isZero();
  }

  @Test
  void jobsOfOneOwnerKeepTheirOrder() {
    submit("alice", 4);

    runAll();

    assertThat(done).containsExactly("alice 1", "alice 2", "alice 3", "alice 4");
  }

  @Test
  void whoHasTooMuchWaitingIsRefusedAndNobodyElse() {
    submit("mallory", 5);

    assertRefused("mallory", Reason.TOO_MUCH_OF_ONE);
    submit("alice", 2);
    assertThat(lane.waiting()).isEqualTo(5);
  }

  @Test
  void noMoreWaitThanMayWaitOfAll() {
    submit("mallory", 5);
    submit("trudy", 3);

    assertRefused("alice", Reason.FULL);
  }

  @Test
  void whatWaitsForTooLongIsRefusedAndWhatRunsIsNot() {
    submit("mallory", 2);
    clock.advance(PATIENCE.minusMillis(1));
    lane.refuseLate();
    assertThat(refused).isEmpty();

    clock.advance(Duration.ofMillis(1));
    lane.refuseLate();

    assertThat(refused).containsExactly("mallory 2 WAITED_TOO_LONG");
    runAll();
    assertThat(done).containsExactly("mallory 1");
    assertThat(lane.waiting()).isZero();
  }

  @Test
  void aJobThatFailsGivesItsPlaceBack() {
    lane.submit(
        "mallory",
        new FairLane.Job() {
          @Override
          public void run() {
            throw new IllegalStateException("no");
          }

          @Override
          public void refused(LaneException reason) {
            refused.add(reason.toString());
          }
        });

    assertThatThrownBy(threads.remove()::run).isInstanceOf(IllegalStateException.class);

    assertThat(lane.running()).isZero();
    submit("mallory", 1);
    runAll();
    assertThat(done).containsExactly("mallory 1");
  }

  @Test
  void aLaneThatClosesRefusesWhatWaitsAndWhatComes() {
    submit("alice", 2);

    lane.close();

    assertThat(refused).containsExactly("alice 2 CLOSED");
    assertRefused("bob", Reason.CLOSED);
    runAll();
    assertThat(done).containsExactly("alice 1");
  }

  @Test
  void threadsThatHaveEndedRefuseTheJobInsteadOfLosingIt() {
    FairLane ended =
        new FairLane(
            "tests",
            new LaneBounds(2, 1, 6, 4, PATIENCE),
            _ -> {
              throw new RejectedExecutionException();
            },
            clock);

    ended.submit("alice", job("alice 1"));

    assertThat(refused).containsExactly("alice 1 CLOSED");
    assertThat(ended.running()).isZero();
  }

  private void submit(String owner, int jobs) {
    for (int i = 1; i <= jobs; i++) {
      lane.submit(owner, job(owner + " " + i));
    }
  }

  private FairLane.Job job(String text) {
    return new FairLane.Job() {
      @Override
      public void run() {
        done.add(text);
      }

      @Override
      public void refused(LaneException reason) {
        refused.add(text + " " + reason.reason());
      }
    };
  }

  private void assertRefused(String owner, Reason reason) {
    assertThatThrownBy(() -> lane.submit(owner, job(owner + " refused")))
        .isInstanceOfSatisfying(LaneException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private void runAll() {
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
  }
}
