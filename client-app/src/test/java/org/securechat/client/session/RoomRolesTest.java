package org.securechat.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.client.ClientException;
import org.securechat.client.moderation.RoomDecisions;
import org.securechat.client.moderation.Spans;
import org.securechat.client.scripted.ScriptedRoom;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.ModerationPayload.Event;
import org.securechat.protocol.evidence.TranscriptLine;

/** The client holds the server to who may decide what (PROTOCOL.md §9.3). */
class RoomRolesTest extends AgainstScriptedServer {
  private static final String ROOM = "lobby";

  /** Decisions of a server that lets everybody decide. */
  record Step(String actor, Event event, String subject, String value) {}

  static Stream<List<Step>> right() {
    return Stream.of(
        List.of(new Step("alice", Event.TOPIC, ROOM, "Friday")),
        List.of(
            new Step("alice", Event.MODERATOR, "bob", ""), new Step("bob", Event.TOPIC, ROOM, "x")),
        List.of(
            new Step("alice", Event.OWNER, "bob", ""), new Step("bob", Event.MEMBER, "alice", "")),
        List.of(new Step("@server", Event.OWNER, "bob", "")));
  }

  static Stream<List<Step>> wrong() {
    return Stream.of(
        List.of(new Step("bob", Event.TOPIC, ROOM, "Friday")),
        List.of(new Step("bob", Event.OWNER, "bob", "")),
        List.of(
            new Step("alice", Event.MODERATOR, "bob", ""),
            new Step("bob", Event.MUTED, "alice", "")),
        List.of(
            new Step("alice", Event.MODERATOR, "bob", ""),
            new Step("alice", Event.MEMBER, "bob", ""),
            new Step("bob", Event.SLOW, ROOM, "30")),
        List.of(new Step("bob", Event.KICKED, "alice", "")));
  }

  private List<RoomMessage> heard(List<Step> steps) throws Exception {
    try (ChatSession one = alice(new Recorder())) {
      one.create(ROOM, Visibility.PUBLIC);
      ScriptedRoom room = server.room(ROOM);
      room.event(EventPayload.Event.JOINED, "bob");
      for (Step step : steps) {
        room.decide(step.actor(), step.event(), step.subject(), step.value());
      }
      one.follow(ROOM);
      return one.recent(ROOM, steps.size());
    }
  }

  @ParameterizedTest
  @MethodSource("right")
  void whoMayIsBelieved(List<Step> steps) throws Exception {
    assertThat(heard(steps)).allMatch(RoomMessage::verified);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whoMayNotIsShownAsWrong(List<Step> steps) throws Exception {
    List<RoomMessage> heard = heard(steps);

    assertThat(heard.getLast().findings())
        .extracting(TranscriptFinding::fault)
        .containsExactly(Fault.NOT_PERMITTED);
    assertThat(heard.subList(0, heard.size() - 1)).allMatch(RoomMessage::verified);
  }

  @Test
  void aMessageOfOneWhoIsMutedIsShownAsWrong() throws Exception {
    Recorder seen = new Recorder();
    try (ChatSession one = alice(seen);
        ChatSession two = bob(new Recorder())) {
      one.create(ROOM, Visibility.PUBLIC);
      two.join(ROOM);
      two.send(ROOM, "before");
      server.room(ROOM).decide("alice", Event.MUTED, "bob", "");
      two.send(ROOM, "after");

      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(seen.messages)
                  .filteredOn(message -> message.sender().equals("bob"))
                  .extracting(RoomMessage::verified)
                  .containsExactly(true, false));
    }
  }

  @Test
  void aRemovalByAGuestIsShownAsWrong() throws Exception {
    try (ChatSession one = alice(new Recorder());
        ChatSession two = bob(new Recorder())) {
      one.create(ROOM, Visibility.PUBLIC);
      one.send(ROOM, "hers");
      two.join(ROOM);
    }
    String line = server.room(ROOM).entries().get(1).line();
    About hers = new About(2, TranscriptLine.parse(line).payloadSha256());
    server.room(ROOM).signs("bob", bobs(), new MessageContent.Removal(hers, "x"));

    try (ChatSession one = alice(new Recorder())) {
      one.follow(ROOM);
      assertThat(one.recent(ROOM, 1).getFirst().findings())
          .extracting(TranscriptFinding::fault)
          .containsExactly(Fault.NOT_PERMITTED);
    }
  }

  @Test
  void whatOneDecidesIsShownToAll() throws Exception {
    Recorder seen = new Recorder();
    try (ChatSession one = alice(new Recorder());
        ChatSession two = bob(seen)) {
      one.create(ROOM, Visibility.PUBLIC);
      two.join(ROOM);
      RoomDecisions decisions = new RoomDecisions(one, ROOM);

      assertThat(decisions.decide(Event.TOPIC, "", "Friday").terms().topic()).isEqualTo("Friday");
      two.follow(ROOM);

      assertThat(two.recent(ROOM, 1))
          .singleElement()
          .satisfies(line -> {
            assertThat(line.verified()).isTrue();
            assertThat(line.body())
                .isInstanceOfSatisfying(
                    MessageBody.Decided.class,
                    decided ->
                        assertThat(decided.decision())
                            .extracting(ModerationPayload::actor, ModerationPayload::value)
                            .containsExactly("alice", "Friday"));
          });
    }
  }

  @Test
  void onlyALineThatIsThereIsPinned() throws Exception {
    try (ChatSession one = alice(new Recorder())) {
      one.create(ROOM, Visibility.PUBLIC);
      RoomDecisions decisions = new RoomDecisions(one, ROOM);

      assertThatThrownBy(() -> decisions.pin(9, true))
          .isInstanceOf(ClientException.class)
          .hasMessage("there is no line 9");
      assertThatThrownBy(() -> decisions.decide(Event.MUTED, "", ""))
          .isInstanceOf(ClientException.class);
      assertThatThrownBy(() -> decisions.decide(Event.TOPIC, "", "two\nlines"))
          .isInstanceOf(ClientException.class);
    }
  }

  @Test
  void spansAreOfSecondsToYears() {
    assertThat(Spans.of("90s"))
        .hasValueSatisfying(span -> assertThat(span.toSeconds()).isEqualTo(90));
    assertThat(Spans.of("7d")).hasValueSatisfying(span -> assertThat(span.toDays()).isEqualTo(7));
    assertThat(Stream.of("", "7", "0s", "-1s", "1w", "1h30m", "3651d", "999999999d"))
        .allSatisfy(text -> assertThat(Spans.of(text)).isEmpty());
  }
}
