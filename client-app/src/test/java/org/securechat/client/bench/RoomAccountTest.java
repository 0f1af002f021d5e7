package org.securechat.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.client.bench.Findings.Kind;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;

/** Whatever a server does wrong with a message is found. */
class RoomAccountTest {
  private static final UUID ID = UUID.fromString("0b0e0000-0000-4000-8000-000000000001");
  private static final String AT = "2026-11-28T20:00:00.000Z";
  private static final String CERTIFICATE = "ab".repeat(32);
  private static final long START = 3;

  private final Findings findings = new Findings();
  private final Tally tally = new Tally();
  private final RoomAccount room = new RoomAccount("desk", findings);
  private final MemberAccount alice = room.member("alice", CERTIFICATE);
  private final MemberAccount bob = room.member("bob", CERTIFICATE);
  private final MemberAccount carol = room.member("carol", CERTIFICATE);

  private String head;
  private long position;
  private int settled;

  /** A line as an honest server makes it. */
  private record Made(SentMessage sent, Entry entry) {}

  @BeforeEach
  void begin() {
    head = Chain.genesis(ID);
    position = START;
    room.begin(START, head);
  }

  private static SignedMessage message(String text) {
    return new SignedMessage(text.getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});
  }

  /** Alice sends it and the server writes its line. */
  private Made recorded(String text) {
    SentMessage sent = sending(text);
    return new Made(sent, entry(++position, sent.message()));
  }

  private SentMessage sending(String text) {
    return room.sending(alice, message(text), tally, System.nanoTime(), () -> settled++);
  }

  private Entry entry(long at, SignedMessage message) {
    String line = TranscriptLine.of(at, AT, "alice", CERTIFICATE, message).format();
    head = Chain.next(head, line);
    return new Entry("desk", at, AT, line, head, Optional.of(message));
  }

  private static byte[] document(Entry entry) {
    return ServerMessageCodec.write(new ServerMessage.MessagePush(entry));
  }

  private static void deliver(MemberAccount member, Entry entry) {
    byte[] document = document(entry);
    if (!member.again(document, System.nanoTime())) {
      member.pushed(entry, document, System.nanoTime());
    }
  }

  private void acknowledge(Made made) {
    Entry entry = made.entry();
    alice.acknowledged(
        made.sent(),
        new Answer.SentAnswer("desk", entry.position(), entry.chain(), entry.receivedAt()),
        System.nanoTime());
  }

  private void everywhere(Made made) {
    acknowledge(made);
    deliver(bob, made.entry());
    deliver(carol, made.entry());
  }

  private Map<Kind, Long> found() {
    room.close();
    return findings.counts();
  }

  private static Map<Kind, Long> only(Kind kind, long count) {
    return new EnumMap<>(Map.of(kind, count));
  }

  @Test
  void everythingOnceAndInOrderIsComplete() {
    for (int i = 0; i < 100; i++) {
      everywhere(recorded("message " + i));
    }

    assertThat(found()).isEmpty();
    assertThat(tally.isSettled()).isTrue();
    assertThat(tally.sent()).isEqualTo(100);
    assertThat(tally.delivered()).isEqualTo(200);
    assertThat(settled).isEqualTo(100);
  }

  @Test
  void theOrderOfMembersDoesNotMatter() {
    Made first = recorded("one");
    Made second = recorded("two");
    deliver(carol, first.entry());
    deliver(carol, second.entry());
    acknowledge(first);
    deliver(bob, first.entry());
    acknowledge(second);
    deliver(bob, second.entry());

    assertThat(found()).isEmpty();
    assertThat(tally.isSettled()).isTrue();
  }

  @Test
  void whatCameBeforeTheRunIsNotCounted() {
    deliver(bob, entry(START, message("bob entered")));
    head = Chain.genesis(ID);
    everywhere(recorded("one"));

    assertThat(found()).isEmpty();
  }

  @Test
  void aMessageThatOneMemberDoesNotGetIsLost() {
    everywhere(recorded("one"));
    Made second = recorded("two");
    acknowledge(second);
    deliver(bob, second.entry());
    everywhere(recorded("three"));

    assertThat(tally.isSettled()).isFalse();
    assertThat(found()).isEqualTo(only(Kind.LOST, 1));
    assertThat(findings.words()).singleElement().asString().contains("line 5", "carol");
  }

  @Test
  void theLastMessageCanBeLostToo() {
    Made last = recorded("one");
    acknowledge(last);
    deliver(bob, last.entry());

    assertThat(found()).isEqualTo(only(Kind.LOST, 1));
  }

  @Test
  void aMessageThatNoMemberGetsAndThatIsNotAnsweredIsBoth() {
    sending("one");

    assertThat(found()).containsEntry(Kind.UNACKNOWLEDGED, 1L).containsEntry(Kind.LOST, 2L);
    assertThat(tally.isSettled()).isFalse();
  }

  @Test
  void aMessageThatArrivesAndIsNotAnsweredIsUnacknowledged() {
    Made made = recorded("one");
    deliver(bob, made.entry());
    deliver(carol, made.entry());

    assertThat(found()).isEqualTo(only(Kind.UNACKNOWLEDGED, 1));
  }

  @Test
  void aRefusedMessageIsReportedAndNotLost() {
    room.refused(sending("one"), "[unavailable]");

    assertThat(found()).isEqualTo(only(Kind.REFUSED, 1));
  }

  @Test
  void aDeliveryThatComesTwiceIsDoubled() {
    Made made = recorded("one");
    everywhere(made);
    deliver(bob, made.entry());

    assertThat(found()).isEqualTo(only(Kind.DOUBLED, 1));
    assertThat(tally.delivered()).isEqualTo(2);
  }

  @Test
  void anAcknowledgedMessageThatAlsoComesAsAPushIsDoubled() {
    Made made = recorded("one");
    everywhere(made);
    deliver(alice, made.entry());

    assertThat(found()).isEqualTo(only(Kind.DOUBLED, 1));
  }

  @Test
  void oneMessageInTwoLinesIsDoubled() {
    Made made = recorded("one");
    deliver(bob, made.entry());
    deliver(bob, entry(++position, made.sent().message()));

    assertThat(findings.count(Kind.DOUBLED)).isEqualTo(1);
  }

  @Test
  void deliveriesInTheWrongOrderAreReordered() {
    Made first = recorded("one");
    Made second = recorded("two");
    acknowledge(first);
    acknowledge(second);
    deliver(carol, first.entry());
    deliver(carol, second.entry());
    deliver(bob, second.entry());
    deliver(bob, first.entry());

    assertThat(found()).isEqualTo(only(Kind.REORDERED, 1));
    assertThat(tally.isSettled()).isTrue();
  }

  @Test
  void anotherTextIsAltered() {
    Made made = recorded("one");
    everywhere(made);
    Made second = recorded("two");
    acknowledge(second);
    deliver(bob, second.entry());
    deliver(carol, entry(position, message("two!")));

    assertThat(findings.counts()).isEqualTo(only(Kind.UNKNOWN, 1));
  }

  @Test
  void anotherSignatureIsAltered() {
    Made made = recorded("one");
    SignedMessage forged = new SignedMessage(made.sent().message().payload(), new byte[] {9});
    Entry honest = made.entry();
    deliver(
        bob,
        new Entry(
            "desk", honest.position(), AT, honest.line(), honest.chain(), Optional.of(forged)));

    assertThat(findings.counts()).isEqualTo(only(Kind.ALTERED, 1));
  }

  @Test
  void anotherSenderInTheLineIsAltered() {
    Made made = recorded("one");
    Entry honest = made.entry();
    deliver(
        bob,
        new Entry(
            "desk",
            honest.position(),
            AT,
            honest.line().replace("|alice|", "|mallory|"),
            honest.chain(),
            honest.message()));

    assertThat(findings.counts()).isEqualTo(only(Kind.ALTERED, 1));
  }

  @Test
  void anErasedMessageIsAltered() {
    Entry honest = recorded("one").entry();
    deliver(
        bob,
        new Entry("desk", honest.position(), AT, honest.line(), honest.chain(), Optional.empty()));

    assertThat(findings.counts()).isEqualTo(only(Kind.ALTERED, 1));
  }

  @Test
  void aWrongChainValueIsAltered() {
    Entry honest = recorded("one").entry();
    deliver(
        bob,
        new Entry("desk", honest.position(), AT, honest.line(), "00".repeat(32), honest.message()));

    assertThat(findings.counts()).isEqualTo(only(Kind.ALTERED, 1));
  }

  @Test
  void twoMembersWithDifferentLinesAreFound() {
    Made made = recorded("one");
    deliver(bob, made.entry());
    String later =
        TranscriptLine.of(
                position, "2026-11-28T20:00:01.000Z", "alice", CERTIFICATE, made.sent().message())
            .format();
    deliver(
        carol,
        new Entry(
            "desk",
            position,
            "2026-11-28T20:00:01.000Z",
            later,
            Chain.next(Chain.genesis(ID), later),
            made.entry().message()));

    assertThat(findings.counts()).isEqualTo(only(Kind.ALTERED, 1));
  }

  @Test
  void aMessageOfOthersIsUnknown() {
    deliver(bob, entry(++position, message("hello from another run")));

    assertThat(findings.counts()).isEqualTo(only(Kind.UNKNOWN, 1));
  }

  @Test
  void aPositionFarAwayTakesNoMemory() {
    SentMessage sent = sending("one");
    deliver(bob, entry(1L << 50, sent.message()));

    assertThat(findings.count(Kind.ALTERED)).isEqualTo(1);
  }

  @Test
  void onlyTheFirstWordsAreKept() {
    for (int i = 0; i < 1_000; i++) {
      findings.add(Kind.LOST, "line " + i);
    }

    assertThat(findings.count(Kind.LOST)).isEqualTo(1_000);
    assertThat(findings.words()).hasSize(20);
  }
}
