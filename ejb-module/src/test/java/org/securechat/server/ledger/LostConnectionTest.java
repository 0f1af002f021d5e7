package org.securechat.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.securechat.server.ledger.LedgerFixture.append;
import static org.securechat.server.ledger.LedgerFixture.write;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.ledger.FlakyDataSource.Commit;
import org.securechat.server.search.ErasedSegments;
import org.securechat.server.testing.TestDatabase;

/** The same as {@link LedgerRecoveryTest}, with real transactions over connections that break. */
class LostConnectionTest {
  private final FlakyDataSource network = new FlakyDataSource();

  @RegisterExtension final TestDatabase database = new TestDatabase().through(network::around);

  private final UUID room = UUID.randomUUID();
  private TranscriptLedger ledger;

  @BeforeEach
  void open() {
    ledger =
        new TranscriptLedger(
            database.perCall(LedgerStore.class, em -> new JpaLedgerStore(em, new ErasedSegments())),
            new JdbcBatchStore(database.wired()),
            new TestKey("receipts"),
            Clock.systemUTC(),
            Thread::new,
            LedgerFixture.SETTINGS);
    write(ledger, room, "before");
  }

  @AfterEach
  void close() {
    ledger.close(Duration.ofSeconds(10));
  }

  @Test
  void aCommitThatWasMadeIsASuccess() {
    network.commits.add(Commit.MADE);

    assertThat(write(ledger, room, "made").position()).isEqualTo(2);

    assertTranscript("before", "made");
  }

  @Test
  void aCommitThatWasLostIsRepeated() {
    network.commits.add(Commit.LOST);

    assertThat(write(ledger, room, "lost").position()).isEqualTo(2);

    assertTranscript("before", "lost");
  }

  @Test
  void evenTheAnswerToTheQuestionMayGetLost() {
    // The commit, then the question what became of it, twice.
    network.commits.addAll(List.of(Commit.MADE, Commit.LOST, Commit.MADE));

    assertThat(write(ledger, room, "made").position()).isEqualTo(2);

    assertTranscript("before", "made");
  }

  @Test
  void whateverBreaksWhateverIsAnsweredIsThereOnceAndInOrder() {
    TreeMap<Long, String> answered = new TreeMap<>();
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String text = "line " + i;
      answers.add(
          append(ledger, room, text)
              .handle((line, failure) ->
                  failure == null ? answered.put(line.entry().position(), text) : null));
      if (i % 40 == 0) {
        network.commits.add(i % 80 == 0 ? Commit.MADE : Commit.LOST);
      }
      if (i % 20 == 0) {
        answers.get(i).join();
      }
    }
    answers.forEach(CompletableFuture::join);
    network.commits.clear();
    await().ignoreExceptions().untilAsserted(() -> write(ledger, room, "after"));

    List<LedgerEntry> stored = ledger.history(room, 0, 1000, Integer.MAX_VALUE).entries();
    assertThat(answered).hasSizeGreaterThan(300);
    answered.forEach((position, text) ->
        assertThat(LedgerFixture.text(stored.get((int) (position - 1)))).isEqualTo(text));
    assertThat(stored)
        .extracting(LedgerFixture::text)
        .filteredOn(text -> text.startsWith("line"))
        .doesNotHaveDuplicates();
    ledger.recheck(room);
  }

  private void assertTranscript(String... texts) {
    assertThat(ledger.history(room, 0, 100, Integer.MAX_VALUE).entries())
        .extracting(LedgerFixture::text)
        .containsExactly(texts);
    ledger.recheck(room);
  }
}
