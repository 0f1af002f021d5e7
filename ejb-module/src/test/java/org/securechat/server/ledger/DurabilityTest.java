package org.securechat.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.securechat.server.ledger.LedgerFixture.write;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.server.search.ErasedSegments;
import org.securechat.server.testing.TestDatabase;

/** What was acknowledged is there after a crash of the database or of the process. */
class DurabilityTest {
  private static final UUID ROOM = new UUID(1, 2);

  @TempDir Path folder;

  @Test
  void aDatabaseThatIsShutDownInTheMiddleLosesNothing() {
    TestDatabase database = TestDatabase.in(folder.resolve("chat"));
    database.open();
    TestKey key = new TestKey("receipts");
    TranscriptLedger ledger = ledger(database, key);
    int acknowledged = 0;
    for (int round = 0; round < 5; round++) {
      List<CompletableFuture<CommittedLine>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(LedgerFixture.append(ledger, ROOM, "line " + i));
        if (i == 100) {
          database.shutDown();
        }
      }
      for (CompletableFuture<CommittedLine> answer : answers) {
        acknowledged += answer.handle((line, failure) -> failure == null ? 1 : 0).join();
      }
      await().ignoreExceptions().untilAsserted(() -> write(ledger, ROOM, "service is back"));
      acknowledged++;
    }

    ledger.recheck(ROOM);
    // A line whose answer was given up may be there all the same; one that was answered must be.
    assertThat(ledger.head(ROOM).position()).isGreaterThanOrEqualTo(acknowledged);
    ledger.close(Duration.ofSeconds(10));
    database.close();
  }

  @Test
  @Timeout(120)
  void aProcessThatIsKilledHasKeptEveryLineItAcknowledged() throws Exception {
    Path file = folder.resolve("chat");
    List<String> acknowledged = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      Path printed = folder.resolve("run" + run);
      int wanted = 400 + 137 * run;
      Process child = start(file, printed);
      try {
        await().atMost(Duration.ofSeconds(60)).until(() -> lines(printed).size() >= wanted);
      } finally {
        child.destroyForcibly();
      }
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
      acknowledged.addAll(lines(printed));
    }

    TestDatabase database = TestDatabase.in(file);
    database.open();
    TranscriptLedger ledger = ledger(database, AppendingProcess.key());
    ledger.recheck(ROOM);
    List<String> stored = new ArrayList<>();
    ledger.entries(
        ROOM,
        1,
        ledger.head(ROOM).position(),
        entry -> stored.add(entry.position() + " " + entry.chain()));
    assertThat(acknowledged).hasSizeGreaterThan(900);
    assertThat(stored).containsAll(acknowledged);
    ledger.close(Duration.ofSeconds(10));
    database.close();
  }

  /** Without the last line if it has no end: it may have been cut off by the kill. */
  private static List<String> lines(Path printed) throws IOException {
    String text = Files.readString(printed, StandardCharsets.US_ASCII);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static Process start(Path file, Path printed) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(TestDatabase.optionsOfAnotherProcess());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            AppendingProcess.class.getName(),
            file.toString(),
            ROOM.toString()));
    return new ProcessBuilder(command)
        .redirectOutput(printed.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static TranscriptLedger ledger(TestDatabase database, LedgerKey key) {
    return new TranscriptLedger(
        database.perCall(LedgerStore.class, em -> new JpaLedgerStore(em, new ErasedSegments())),
        new JdbcBatchStore(database.wired()),
        key,
        Clock.systemUTC(),
        Thread::new,
        LedgerFixture.SETTINGS);
  }
}
