package org.securechat.client.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.client.console.model.Heard.broken;
import static org.securechat.client.console.model.Heard.edits;
import static org.securechat.client.console.model.Heard.gives;
import static org.securechat.client.console.model.Heard.joins;
import static org.securechat.client.console.model.Heard.line;
import static org.securechat.client.console.model.Heard.says;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.MessageContent;

/** When a client states by itself what was read, and when not. */
class ReadPlanTest {
  private static final Instant NOW = Instant.parse("2026-11-22T19:00:00Z");

  private boolean wanted = true;
  private final ReadPlan plan = new ReadPlan("alice", room -> wanted && room.equals("lobby"));

  private void shown(RoomMessage... lines) {
    Stream.of(lines).forEach(plan::shown);
  }

  private List<Long> due(Instant now) {
    return plan.due(now).stream().map(ReadPlan.Due::upTo).toList();
  }

  private void state(Instant now) {
    plan.due(now).forEach(due -> plan.stated(due, now));
  }

  private static RoomMessage reads(long position, String user) {
    return line(position, user, new MessageContent.Read());
  }

  private static RoomMessage happens(long position, EventPayload.Event event) {
    RoomMessage joined = joins(position, "bob");
    return new RoomMessage(
        "lobby",
        position,
        joined.receivedAt(),
        joined.sender(),
        new MessageBody.Event(event, "lobby", "root"),
        List.of(),
        true);
  }

  @Test
  void whatOthersSaidAndWasShownIsStatedOnce() {
    shown(says(1, "bob", "hello"), joins(2, "carol"));
    assertThat(due(NOW)).containsExactly(2L);
    state(NOW);
    assertThat(due(NOW.plusSeconds(600))).isEmpty();
  }

  @Test
  void nothingIsStatedThatNobodyAskedFor() {
    wanted = false;
    shown(says(1, "bob", "hello"));
    assertThat(due(NOW)).isEmpty();
  }

  @Test
  void whatWasHeardAndNotShownIsNotRead() {
    plan.heard(says(1, "bob", "hello"));
    assertThat(due(NOW)).isEmpty();
  }

  @Test
  void ofMuchThatIsSaidThereIsOneStatementInAMinute() {
    shown(says(1, "bob", "one"));
    state(NOW);
    shown(says(2, "bob", "two"), says(3, "carol", "three"));
    assertThat(due(NOW.plusSeconds(60))).isEmpty();
    assertThat(due(NOW.plus(ReadPlan.BETWEEN))).containsExactly(3L);
  }

  @Test
  void twoClientsDoNotAnswerEachOther() {
    shown(says(1, "bob", "hello"));
    state(NOW);
    shown(reads(2, "bob"), reads(3, "alice"), reads(4, "carol"));
    assertThat(due(NOW.plusSeconds(600))).isEmpty();
  }

  @Test
  void ownWordsAndReactionsAndEditsAndWhoCameAreNothingToRead() {
    shown(says(1, "alice", "hello"), gives(2, "bob", 1, "+1"), joins(3, "carol"));
    shown(edits(4, "bob", 1, "x"));
    assertThat(due(NOW)).isEmpty();
  }

  @Test
  void whatAnotherClientOfTheUserHasStatedIsNotStatedAgain() {
    shown(says(1, "bob", "hello"), says(2, "bob", "you"));
    plan.heard(reads(3, "alice"));
    assertThat(due(NOW)).isEmpty();
  }

  @Test
  void aLineThatDoesNotHoldAndWhatIsBehindItIsNeverStated() {
    shown(says(1, "bob", "hello"), broken(says(2, "bob", "forged")), says(3, "bob", "x"));
    assertThat(due(NOW)).containsExactly(1L);
    state(NOW);
    shown(says(4, "bob", "more"));
    assertThat(due(NOW.plusSeconds(600))).isEmpty();
  }

  @Test
  void inAnArchivedRoomNothingIsStatedUntilItIsReopened() {
    shown(says(1, "bob", "hello"), happens(2, EventPayload.Event.ARCHIVED));
    assertThat(due(NOW)).isEmpty();
    plan.heard(happens(3, EventPayload.Event.REOPENED));
    assertThat(due(NOW)).containsExactly(2L);
  }

  @Test
  void whatWasRefusedIsNotTriedAgainBeforeSomebodySpeaks() {
    shown(says(1, "bob", "hello"));
    plan.due(NOW).forEach(due -> plan.refused(due, NOW));
    assertThat(due(NOW.plusSeconds(600))).isEmpty();
    shown(says(2, "bob", "again"));
    assertThat(due(NOW.plusSeconds(600))).containsExactly(2L);
  }

  /** A session that takes nothing, or has lines from before. */
  private static final class Scripted implements ReadStatements.Session {
    private final List<Long> stated = new ArrayList<>();
    private List<RoomMessage> earlier = List.of();
    private Optional<ErrorCode> refusal = Optional.empty();
    private boolean connected = true;

    @Override
    public List<RoomMessage> recent(String room, int count) {
      return earlier;
    }

    @Override
    public Optional<ErrorCode> state(String room, long upTo) {
      stated.add(upTo);
      return refusal;
    }

    @Override
    public boolean isConnected() {
      return connected;
    }
  }

  private final Scripted session = new Scripted();

  private void steps(int count) {
    try (ReadStatements statements =
        new ReadStatements(plan, session, Clock.fixed(NOW, ZoneOffset.UTC))) {
      for (int i = 0; i < count; i++) {
        statements.step();
      }
    }
  }

  @Test
  void whatWasStatedInAnEarlierSessionIsNotStatedAgain() {
    session.earlier = List.of(says(1, "bob", "hello"), reads(2, "alice"));
    shown(says(1, "bob", "hello"));
    steps(3);
    assertThat(session.stated).isEmpty();
  }

  @Test
  void itIsStatedOnceAndNotWithoutAConnection() {
    shown(says(1, "bob", "hello"));
    session.connected = false;
    steps(3);
    assertThat(session.stated).isEmpty();
    session.connected = true;
    steps(3);
    assertThat(session.stated).containsExactly(1L);
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorCode.class,
      names = {"FORBIDDEN", "RATE_LIMITED", "UNAVAILABLE", "FORK"})
  void aServerThatRefusesIsNotAskedAgainAtOnce(ErrorCode why) {
    shown(says(1, "bob", "hello"));
    session.refusal = Optional.of(why);
    steps(5);
    assertThat(session.stated).hasSize(1);
  }
}
