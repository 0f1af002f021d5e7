package org.securechat.server.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.securechat.server.search.ErasedSegments;
import org.securechat.server.testing.TestDatabase;

/** Measures lines per second on a database in a file: one line per commit, and in groups. */
final class LedgerThroughput {
  private static final int WAITING = 1024;

  private LedgerThroughput() {}

  public static void main(String[] arguments) throws Exception {
    measure("warm-up", 256, 5_000);
    double single = measure("one line per commit", 1, 3_000);
    double grouped = measure("groups of up to 256", 256, 50_000);
    System.out.printf("ratio %.1f%n", grouped / single);
  }

  private static double measure(String what, int groupSize, int lines)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("ledger");
    TestDatabase database = TestDatabase.in(folder.resolve("chat"));
    database.open();
    TranscriptLedger ledger =
        new TranscriptLedger(
            database.perCall(LedgerStore.class, em -> new JpaLedgerStore(em, new ErasedSegments())),
            new JdbcBatchStore(database.wired()),
            new TestKey("receipts"),
            Clock.systemUTC(),
            Thread::new,
            new LedgerSettings(
                WAITING * 2,
                1 << 26,
                groupSize,
                64,
                100,
                Duration.ofMillis(250),
                Duration.ofSeconds(20),
                "throughput",
                Duration.ofSeconds(3)));
    UUID room = UUID.randomUUID();
    String text = "x".repeat(300);
    Semaphore window = new Semaphore(WAITING);
    long start = System.nanoTime();
    for (int i = 0; i < lines; i++) {
      window.acquire();
      var _ =
          LedgerFixture.append(ledger, room, text)
              .whenComplete((line, failure) -> window.release());
    }
    window.acquire(WAITING);
    double perSecond = lines * 1e9 / (System.nanoTime() - start);
    System.out.printf("%s: %.0f lines/s%n", what, perSecond);
    ledger.close(Duration.ofSeconds(10));
    database.close();
    return perSecond;
  }
}
