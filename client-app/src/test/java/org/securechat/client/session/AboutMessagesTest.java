package org.securechat.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.client.ClientException;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessageContent.Edit;
import org.securechat.protocol.evidence.MessageContent.Reaction;
import org.securechat.protocol.evidence.MessageContent.Reaction.Action;
import org.securechat.protocol.evidence.MessageContent.Reply;
import org.securechat.protocol.evidence.MessageContent.Retraction;
import org.securechat.protocol.evidence.MessageContent.Text;
import org.securechat.protocol.evidence.TranscriptLine;

/** What is said about messages: sent, checked, shown (PROTOCOL.md §8.2). */
class AboutMessagesTest extends AgainstScriptedServer {
  private static final String ROOM = "lobby";

  private static List<MessageContent> contents(Recorder seen) {
    return seen.messages.stream()
        .map(RoomMessage::body)
        .filter(MessageBody.Said.class::isInstance)
        .map(body -> ((MessageBody.Said) body).content())
        .toList();
  }

  private About about(long position) throws Exception {
    String line = server.room(ROOM).entries().get((int) position - 1).line();
    return new About(position, TranscriptLine.parse(line).payloadSha256());
  }

  @Test
  void eachKindIsSeenByAllAndByWhoComesLater() throws Exception {
    Recorder seen = new Recorder();
    Recorder later = new Recorder();
    List<MessageContent> expected;
    try (ChatSession one = alice(new Recorder());
        ChatSession two = bob(seen)) {
      one.create(ROOM, Visibility.PUBLIC);
      two.join(ROOM);
      one.follow(ROOM);
      one.send(ROOM, "@bob, @carol: do we ship?");
      two.send(ROOM, Draft.reply(3, "@alice yes"));
      two.send(ROOM, Draft.react(3, "\ud83d\udc4d"));
      one.send(ROOM, Draft.edit(3, "do we ship today?"));
      two.send(ROOM, Draft.withdraw(3, "\ud83d\udc4d"));
      one.send(ROOM, Draft.retract(3));
      expected =
          List.of(
              new Text(List.of("bob"), "@bob, @carol: do we ship?"),
              new Reply(about(3), List.of("alice"), "@alice yes"),
              new Reaction(about(3), "\ud83d\udc4d", Action.GIVEN),
              new Edit(about(3), List.of(), "do we ship today?"),
              new Reaction(about(3), "\ud83d\udc4d", Action.WITHDRAWN),
              new Retraction(about(3)));
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(contents(seen)).containsExactlyElementsOf(expected));
    }
    try (ChatSession two = bob(later)) {
      two.follow(ROOM);
      assertThat(two.recent(ROOM, 6)).allMatch(RoomMessage::verified);
    }
    assertThat(seen.messages).allMatch(RoomMessage::verified);
    assertThat(seen.messages.stream().map(RoomMessage::body))
        .contains(
            new MessageBody.Said(
                expected.get(2),
                sentAt(seen, 5),
                4,
                false,
                Optional.of(
                    new MessageBody.Quoted(3, "alice", Optional.of("@bob, @carol: do we ship?")))));
  }

  private static String sentAt(Recorder seen, long position) {
    return seen.messages.stream()
        .filter(message -> message.position() == position)
        .map(message -> ((MessageBody.Said) message.body()).sentAt())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whoNamesWhatChangedAMessageMeansTheMessage() throws Exception {
    try (ChatSession one = alice(new Recorder())) {
      one.create(ROOM, Visibility.PUBLIC);
      one.send(ROOM, "first");
      one.send(ROOM, Draft.edit(2, "second"));
      one.send(ROOM, Draft.edit(3, "third"));
      one.send(ROOM, Draft.react(4, "+1"));

      assertThat(server.asked)
          .extracting(payload -> payload.about().map(About::position))
          .containsExactly(Optional.empty(), Optional.of(2L), Optional.of(2L), Optional.of(2L));
    }
  }

  @Test
  void whatCannotBeIsToldAtOnceAndTheSessionGoesOn() throws Exception {
    try (ChatSession one = alice(new Recorder());
        ChatSession two = bob(new Recorder())) {
      one.create(ROOM, Visibility.PUBLIC);
      two.join(ROOM);
      two.send(ROOM, "his");

      refuses(one, Draft.reply(4, "?"), "there is no line 4 in lobby");
      refuses(one, Draft.reply(1, "?"), "line 1 is no message");
      refuses(one, Draft.edit(3, "?"), "line 3 is not yours, but of bob");
      refuses(one, Draft.retract(3), "line 3 is not yours, but of bob");
      refuses(one, Draft.react(3, "a b"), "'a b' cannot be a reaction");
      refuses(one, Draft.react(3, "x".repeat(33)), "cannot be a reaction");

      assertThat(one.send(ROOM, Draft.reply(3, "hers")).position()).isEqualTo(4);
    }
  }

  private static void refuses(ChatSession session, Draft draft, String why) {
    assertThatThrownBy(() -> session.send(ROOM, draft))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aServerThatDoesNotKnowAKindIsNotAskedToTakeIt() throws Exception {
    server.kinds = List.of("message/1");
    try (ChatSession one = alice(new Recorder())) {
      one.create(ROOM, Visibility.PUBLIC);
      one.send(ROOM, "plain");
      refuses(one, Draft.reply(2, "?"), "this server does not know what a reply is");
      assertThat(one.send(ROOM, "plain").position()).isEqualTo(3);
    }
  }

  static Stream<Arguments> falseLines() {
    String other = "ab".repeat(32);
    return Stream.of(
        falsely("behind what was verified", about -> new Reply(new About(9, other), none(), "x")),
        falsely("other words", about -> new Reply(new About(2, other), none(), "x")),
        falsely("an event", about -> new Reply(about.apply(1L), none(), "x")),
        falsely("hers, edited by him", about -> new Edit(about.apply(2L), none(), "x")),
        falsely("hers, taken back by him", about -> new Retraction(about.apply(2L))),
        falsely("an edit", about -> new Reaction(about.apply(3L), "x", Action.GIVEN)));
  }

  private static List<String> none() {
    return List.of();
  }

  private static Arguments falsely(
      String what, Function<Function<Long, About>, MessageContent> content) {
    return Arguments.of(what, content);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("falseLines")
  void aLineAboutWhatItCannotBeAboutIsShownAsThat(
      String what, Function<Function<Long, About>, MessageContent> content) throws Exception {
    try (ChatSession one = alice(new Recorder());
        ChatSession two = bob(new Recorder())) {
      one.create(ROOM, Visibility.PUBLIC);
      one.send(ROOM, "first");
      one.send(ROOM, Draft.edit(2, "second"));
      two.join(ROOM);
    }
    bobSigns(content.apply(this::aboutLine));

    Recorder seen = new Recorder();
    try (ChatSession one = alice(seen)) {
      one.follow(ROOM);
    }
    RoomMessage last = seen.messages.getLast();
    assertThat(last.findings())
        .extracting(TranscriptFinding::fault)
        .containsExactly(Fault.NO_SUCH_MESSAGE);
    assertThat(((MessageBody.Said) last.body()).quoted()).isEmpty();
  }

  private About aboutLine(long position) {
    try {
      return about(position);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** As a client may that checks nothing, at a server that does not, either. */
  private void bobSigns(MessageContent content) {
    server.room(ROOM).signs("bob", bobs(), content);
  }
}
