package org.securechat.server.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.securechat.server.limit.LaneException.Reason;

/** ADMIN-API.md, "Lists": one administrator's searches leave places for those of others. */
class SearchesTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    end.countDown();
    threads.close();
  }

  private CompletableFuture<String> hold(Searches searches, String owner) {
    CompletableFuture<String> begun = new CompletableFuture<>();
    CompletableFuture<String> done =
        CompletableFuture.supplyAsync(
            () ->
                searches.run(
                    owner,
                    () -> {
                      begun.complete(owner);
                      await();
                      return owner;
                    }),
            threads);
    done.exceptionally(e -> {
      begun.completeExceptionally(e);
      return null;
    });
    begun.join();
    return done;
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void oneAdministratorHasThree() {
    Searches searches = new Searches(new Gate(10, 0, Duration.ZERO));
    List<CompletableFuture<String>> mine = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      mine.add(hold(searches, "greedy"));
    }

    refused(() -> searches.run("greedy", () -> "more"), Reason.TOO_MUCH_OF_ONE);
    assertThat(searches.run("other", () -> "found")).isEqualTo("found");

    end.countDown();
    mine.forEach(CompletableFuture::join);
    assertThat(searches.run("greedy", () -> "again")).isEqualTo("again");
  }

  @Test
  void allTogetherHaveTheGates() {
    Searches searches = new Searches(new Gate(1, 0, Duration.ZERO));
    CompletableFuture<String> running = hold(searches, "one");

    refused(() -> searches.run("two", () -> "found"), Reason.FULL);

    end.countDown();
    running.join();
    assertThat(searches.run("two", () -> "found")).isEqualTo("found");
  }

  @Test
  void aSearchThatFailsGivesItsPlaceBack() {
    Searches searches = new Searches(new Gate(1, 0, Duration.ZERO));
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() ->
              searches.run(
                  "one",
                  () -> {
                    throw new IllegalArgumentException("no");
                  }))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(searches.run("one", () -> "found")).isEqualTo("found");
  }

  private static void refused(Supplier<String> search, Reason reason) {
    assertThatThrownBy(search::get)
        .isInstanceOfSatisfying(LaneException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
