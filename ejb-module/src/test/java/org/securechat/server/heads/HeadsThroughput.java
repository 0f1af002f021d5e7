package org.securechat.server.heads;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.evidence.RoomPosition;
import org.securechat.server.ledger.LedgerAccess;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.testing.TestDatabase;

/** Measures lines per second with and without signed heads, and rounds with very many rooms. */
final class HeadsThroughput {
  private static final int WAITING = 512;
  private static final int LINES = 30_000;
  private static final int ROOMS = 100;

  private HeadsThroughput() {}

  public static void main(String[] arguments) throws Exception {
    measure("warm-up", Optional.empty());
    for (int i = 0; i < 3; i++) {
      measure("without heads", Optional.empty());
      measure("heads every 10 s", Optional.of(Duration.ofSeconds(10)));
      measure("heads every second", Optional.of(Duration.ofSeconds(1)));
    }
    manyRooms(100_000);
  }

  private static void measure(String what, Optional<Duration> interval)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("heads");
    TestDatabase database = TestDatabase.in(folder.resolve("chat"));
    database.open();
    LedgerKey key = LedgerAccess.key();
    TranscriptLedger ledger = LedgerAccess.ledger(database, key);
    Optional<HeadsJob> job =
        interval.map(each -> start(database, ledger, key, folder.resolve("heads"), each));
    List<UUID> rooms = new ArrayList<>();
    for (int i = 0; i < ROOMS; i++) {
      rooms.add(UUID.randomUUID());
    }
    Semaphore window = new Semaphore(WAITING);
    long start = System.nanoTime();
    for (int i = 0; i < LINES; i++) {
      window.acquire();
      var _ =
          LedgerAccess.append(ledger, rooms.get(i % ROOMS), "x".repeat(300))
              .whenComplete((line, failure) -> window.release());
    }
    window.acquire(WAITING);
    double perSecond = LINES * 1e9 / (System.nanoTime() - start);
    System.out.printf("%s: %.0f lines/s%n", what, perSecond);
    ledger.close(Duration.ofSeconds(10));
    job.ifPresent(HeadsJob::finish);
    database.close();
  }

  private static HeadsJob start(
      TestDatabase database,
      TranscriptLedger ledger,
      LedgerKey key,
      Path folder,
      Duration interval) {
    HeadsJob job =
        new HeadsJob(
            database.perCall(HeadRecords.class, JpaHeadRecords::new),
            ledger,
            null,
            key,
            new HeadsSettings(
                folder, Optional.empty(), Optional.empty(), Optional.empty(), interval, 60),
            Thread::new,
            new HeadsSigner(key, Clock.systemUTC(), HeadsSigner.FEW));
    job.compare();
    ledger.listen(job);
    job.start();
    return job;
  }

  private static void manyRooms(int count) throws IOException {
    LedgerKey key = LedgerAccess.key();
    HeadsSigner signer = new HeadsSigner(key, Clock.systemUTC(), HeadsSigner.FEW);
    List<RoomPosition> rooms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rooms.add(new RoomPosition(UUID.randomUUID(), 1 + i, "ab".repeat(32)));
    }
    HeadsFolder folder = new HeadsFolder(Files.createTempDirectory("heads"), 60);
    signer.begin(rooms, Optional.empty());
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      signer.advance(rooms.subList(0, i * 100));
      HeadsFile file = signer.next();
      folder.write(file);
      signer.written(file);
      System.out.printf(
          "%d of %d rooms listed: %d bytes, %d ms%n",
          file.rooms().size(),
          count,
          file.encode().length,
          (System.nanoTime() - start) / 1_000_000);
    }
    long start = System.nanoTime();
    SignedHeads read = SignedHeads.read(folder.newest().orElseThrow(), key);
    System.out.printf(
        "read and verified %d rooms: %d ms%n",
        read.rooms().size(), (System.nanoTime() - start) / 1_000_000);
  }
}
