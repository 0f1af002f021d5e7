package org.securechat.server.ledger;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.securechat.server.search.ErasedSegments;
import org.securechat.server.testing.TestDatabase;

/** Appends until it is killed, and prints position and chain of each line once acknowledged. */
final class AppendingProcess {
  private AppendingProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    TestDatabase database = TestDatabase.in(Path.of(arguments[0]));
    database.open();
    UUID room = UUID.fromString(arguments[1]);
    TranscriptLedger ledger =
        new TranscriptLedger(
            database.perCall(LedgerStore.class, em -> new JpaLedgerStore(em, new ErasedSegments())),
            new JdbcBatchStore(database.wired()),
            key(),
            Clock.systemUTC(),
            Thread::new,
            LedgerFixture.SETTINGS);
    PrintStream out = new PrintStream(System.out, true);
    Semaphore window = new Semaphore(50);
    while (true) {
      window.acquire();
      var _ =
          LedgerFixture.append(ledger, room, "line")
              .thenAccept(line -> out.println(line.entry().position() + " " + line.entry().chain()))
              .whenComplete((line, failure) -> window.release());
    }
  }

  /** The same key in every process. */
  static TestKey key() {
    return TestKey.fixed();
  }
}
