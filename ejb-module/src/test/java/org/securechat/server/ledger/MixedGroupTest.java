package org.securechat.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.ledger.LedgerFixture.append;
import static org.securechat.server.ledger.LedgerFixture.line;
import static org.securechat.server.ledger.LedgerFixture.write;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.room.RoomException;

/** Lines with actions, and lines without, that the writer takes at once. */
class MixedGroupTest {
  @RegisterExtension final LedgerFixture fixture = new LedgerFixture();

  private final UUID quiet = UUID.randomUUID();
  private final UUID changing = UUID.randomUUID();
  private final AtomicBoolean archived = new AtomicBoolean();
  private BlockingStore store;
  private TranscriptLedger ledger;

  /** What is appended from here to {@link BlockingStore#release} is one group. */
  @BeforeEach
  void keepTheWriterBusy() {
    store = new BlockingStore(fixture);
    ledger = fixture.ledger(store.proxy(), store.batches(), LedgerFixture.SETTINGS);
    var _ = append(ledger, UUID.randomUUID(), "keeps the writer busy");
    store.awaitBlocked();
  }

  @AfterEach
  void verify() {
    store.release();
    ledger.recheck(quiet);
    ledger.recheck(changing);
  }

  @Test
  void everyRoomKeepsItsOrder() {
    var first = append(ledger, changing, "said");
    var aside = append(ledger, quiet, "aside");
    var change = change(() -> {});
    var second = append(ledger, changing, "said after it");
    var further = append(ledger, quiet, "further");
    store.release();

    assertThat(position(first)).isEqualTo(1);
    assertThat(position(change)).isEqualTo(2);
    assertThat(position(second)).isEqualTo(3);
    assertThat(position(aside)).isEqualTo(1);
    assertThat(position(further)).isEqualTo(2);
    assertThat(store.calls().stream().filter("commit"::equals))
        .as("the one before, the quiet rooms, the changing room")
        .hasSize(3);
  }

  /** As when a room is archived: no message may come to stand behind that line. */
  @Test
  void aChangeDecidesWhatMayFollowItInItsRoom() {
    var change = change(() -> archived.set(true));
    var after = checked(changing);
    store.release();

    assertThat(position(change)).isEqualTo(1);
    assertRefused(after);
    assertThat(ledger.head(changing).position()).isEqualTo(1);
  }

  @Test
  void aCheckThatRefusesLeavesNoGap() {
    var one = append(ledger, quiet, "one");
    archived.set(true);
    var refused = checked(quiet);
    var two = append(ledger, quiet, "two");
    store.release();

    assertThat(position(one)).isEqualTo(1);
    assertRefused(refused);
    assertThat(position(two)).isEqualTo(2);
    assertThat(write(ledger, quiet, "three").position()).isEqualTo(3);
  }

  @Test
  void aChangeThatIsRefusedConcernsNoOtherLine() {
    var before = append(ledger, changing, "said");
    var aside = append(ledger, quiet, "aside");
    var change =
        change(() -> {
          throw new RoomException(RoomException.Reason.ARCHIVED, "superseded");
        });
    var after = append(ledger, changing, "said after it");
    store.release();

    assertThat(position(before)).isEqualTo(1);
    assertThat(position(aside)).isEqualTo(1);
    assertRefused(change);
    assertThat(position(after)).isEqualTo(2);
  }

  @Test
  void aChangeThatFailsIsTriedAloneAndTheOthersAreWritten() {
    var aside = append(ledger, quiet, "aside");
    var before = append(ledger, changing, "said");
    var change =
        change(() -> {
          throw new IllegalStateException("a fault");
        });
    var after = append(ledger, changing, "said after it");
    store.release();

    assertThat(position(aside)).isEqualTo(1);
    assertThat(position(before)).isEqualTo(1);
    TranscriptLedgerTest.assertUnavailable(change);
    assertThat(position(after)).isEqualTo(2);
  }

  private CompletableFuture<CommittedLine> change(Runnable action) {
    return ledger.append(line(changing, "change").with(action)).toCompletableFuture();
  }

  private CompletableFuture<CommittedLine> checked(UUID room) {
    return ledger
        .append(
            line(room, "checked")
                .provided(entry -> {
                  if (archived.get()) {
                    throw new RoomException(RoomException.Reason.ARCHIVED, "archived");
                  }
                }))
        .toCompletableFuture();
  }

  private static long position(CompletableFuture<CommittedLine> line) {
    return line.join().entry().position();
  }

  private static void assertRefused(CompletableFuture<CommittedLine> line) {
    assertThatThrownBy(line::join).hasCauseInstanceOf(RoomException.class);
  }
}
