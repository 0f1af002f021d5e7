package org.securechat.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.ledger.LedgerFixture.append;
import static org.securechat.server.ledger.LedgerFixture.write;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.server.DomainException;
import org.securechat.server.endpoint.ProtocolErrors;
import org.securechat.server.room.RoomException;

class ErasureTest {
  @RegisterExtension final LedgerFixture fixture = new LedgerFixture();

  private final UUID room = UUID.randomUUID();
  private TranscriptLedger ledger;

  @BeforeEach
  void writeThreeLines() {
    ledger = fixture.ledger();
    write(ledger, room, 3);
  }

  @Test
  void thePayloadIsGoneTheLineStaysAndTheChainVerifies() throws Exception {
    LedgerEntry before = ledger.history(room, 1, 1, 10_000).entries().get(0);

    LedgerEntry event = erase(2);

    LedgerEntry after = ledger.history(room, 1, 1, 10_000).entries().get(0);
    assertThat(after.message()).isEmpty();
    assertThat(after.line()).isEqualTo(before.line());
    assertThat(after.chain()).isEqualTo(before.chain());
    assertThat(event.position()).isEqualTo(4);
    assertThat(event.line().sender()).isEqualTo(TranscriptLine.SERVER);
    EventPayload payload = EventPayload.parse(event.payload());
    assertThat(payload.event()).isEqualTo(EventPayload.Event.ERASED);
    assertThat(payload.subject()).isEqualTo("2");
    assertThat(payload.actor()).isEqualTo("bob");
    ledger.recheck(room);
    ledger.close(Duration.ofSeconds(10));
    fixture.ledger().recheck(room);
  }

  @Test
  void thePayloadIsNoLongerInTheDatabase() {
    erase(2);

    List<?> left =
        fixture.database.inTransaction(em ->
            em.createNativeQuery("SELECT payload FROM transcript_entry WHERE position = 2")
                .getResultList());
    assertThat(left).hasSize(1).containsOnlyNulls();
  }

  @Test
  void aLineOfTheSameGroupCanBeErased() {
    BlockingStore store = new BlockingStore(fixture);
    ledger = fixture.ledger(store.proxy(), store.batches(), LedgerFixture.SETTINGS);
    var _ = append(ledger, UUID.randomUUID(), "keeps the writer busy");
    store.awaitBlocked();
    var _ = append(ledger, room, "four");
    var erased =
        ledger
            .erase(room, "room", Positions.range(4, 4), "bob", "by law", () -> {})
            .toCompletableFuture();
    store.release();

    assertThat(erased.join().entry().position()).isEqualTo(5);
    assertThat(ledger.history(room, 3, 1, 10_000).entries().get(0).message()).isEmpty();
    ledger.recheck(room);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 99, TranscriptLine.MAX_POSITION})
  void whereNoMessageIsThereIsNothingToErase(long position) {
    assertBadRequest(position);
    assertThat(ledger.head(room).position()).isEqualTo(3);
  }

  @Test
  void nothingIsErasedTwice() {
    erase(2);

    assertBadRequest(2);

    assertThat(ledger.head(room).position()).isEqualTo(4);
    ledger.recheck(room);
  }

  @Test
  void whatTheServerSaidStays() {
    erase(2);

    assertBadRequest(4);
  }

  @Test
  void anErasedPayloadThatComesBackIsNoticed() {
    erase(2);
    fixture.tamper("UPDATE transcript_entry SET payload = X'00' WHERE position = 2");

    assertThatThrownBy(() -> ledger.recheck(room)).isInstanceOf(LedgerException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "3", "4", "5", "NULL"})
  void aPayloadThatIsMissingNeedsALineThatNamesItsPosition(String erasedBy) {
    erase(2);
    fixture.tamper(
        "UPDATE transcript_entry SET payload = NULL, erased_by = %s WHERE position = 1"
            .formatted(erasedBy));

    assertThatThrownBy(() -> ledger.recheck(room)).isInstanceOf(LedgerException.class);
  }

  @Test
  void manyAreErasedByOneLine() throws Exception {
    erase(2);
    write(ledger, room, 5);

    var event = ledger.erase(room, "room", Positions.parse("1-6,8"), "@server", "x", () -> {});

    assertThat(event.toCompletableFuture().join().entry().position()).isEqualTo(10);
    List<LedgerEntry> entries = ledger.history(room, 0, 10, 100_000).entries();
    assertThat(entries.stream().filter(entry -> entry.message().isEmpty()))
        .extracting(LedgerEntry::position)
        .containsExactly(1L, 2L, 3L, 5L, 6L, 8L);
    assertThat(ledger.unerased(room, 0, Instant.now().plusSeconds(9), 10)).containsExactly(7L, 9L);
    assertThat(ledger.unerasedOf("alice", room, 1)).containsExactly(7L);
    assertThat(ledger.roomsWithUnerasedOf("alice")).containsExactly(room);
    assertThat(ledger.roomsWithUnerasedOf("@bob")).isEmpty();
    ledger.recheck(room);
    ledger.close(Duration.ofSeconds(10));
    fixture.ledger().recheck(room);
  }

  @Test
  void whatTheConditionForbidsStays() {
    RoomException held = new RoomException(RoomException.Reason.NOT_PERMITTED, "held");
    var refused =
        ledger.erase(
            room,
            "room",
            Positions.range(1, 3),
            "@server",
            "x",
            () -> {
              throw held;
            });

    assertThatThrownBy(() -> refused.toCompletableFuture().join()).hasCause(held);
    assertThat(ledger.unerasedOf("alice", room, 10)).hasSize(3);
    assertThat(ledger.head(room).position()).isEqualTo(3);
  }

  @Test
  void anEventWithAnotherPayloadAccountsForNothing() {
    erase(2);
    fixture.tamper("UPDATE transcript_entry SET payload = X'00' WHERE position = 4");

    assertThatThrownBy(() -> ledger.history(room, 0, 2, 10_000))
        .isInstanceOf(LedgerException.class);
  }

  private LedgerEntry erase(long position) {
    return ledger
        .erase(room, "room", Positions.range(position, position), "bob", "by law", () -> {})
        .toCompletableFuture()
        .join()
        .entry();
  }

  private void assertBadRequest(long position) {
    assertThatThrownBy(() -> erase(position))
        .cause()
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(ProtocolErrors.code(e)).isEqualTo(ErrorCode.BAD_REQUEST));
  }
}
