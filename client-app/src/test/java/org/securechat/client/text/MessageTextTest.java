package org.securechat.client.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.securechat.client.session.Fault;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.TranscriptFinding;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessageContent.Reaction.Action;
import org.securechat.protocol.json.Json;

class MessageTextTest {
  private static final String AT = "2026-11-22T19:00:00.123Z";
  private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

  private final MessageText text =
      new MessageText(Palette.NONE, StandardCharsets.UTF_8, ZoneOffset.UTC);

  private static RoomMessage message(MessageBody body, TranscriptFinding... findings) {
    return new RoomMessage("lobby", 7, AT, "alice", body, List.of(findings), true);
  }

  private static RoomMessage said(String words, TranscriptFinding... findings) {
    return message(
        new MessageBody.Said(
            new MessageContent.Text(List.of(), words), AT, 0, false, Optional.empty()),
        findings);
  }

  @Test
  void aVerifiedMessageIsMarked() {
    assertThat(text.of(said("hello"), false, NOW)).isEqualTo("19:00:00 ✓ 7 alice: hello");
    assertThat(text.of(said("hello"), true, NOW)).isEqualTo("19:00:00 ✓ lobby 7 alice: hello");
  }

  @Test
  void aBrokenOneHasItsReasons() {
    TranscriptFinding first = new TranscriptFinding(Fault.BAD_SIGNATURE, "");
    TranscriptFinding second = new TranscriptFinding(Fault.UNTRUSTED, "it was revoked");
    assertThat(text.of(said("hello", first, second), false, NOW))
        .isEqualTo(
            "19:00:00 ✗ 7 alice: hello  [the signature is not the sender's; the sender's"
                + " certificate is not trusted: it was revoked]");
  }

  @Test
  void aTerminalWithoutMarksGetsWords() {
    MessageText ascii = new MessageText(Palette.NONE, StandardCharsets.US_ASCII, ZoneOffset.UTC);
    assertThat(ascii.of(said("hello"), false, NOW)).isEqualTo("19:00:00 ok 7 alice: hello");
    assertThat(ascii.bad()).isEqualTo("BROKEN");
  }

  @Test
  void anotherDayIsNamed() {
    assertThat(text.of(said("hello"), false, NOW.plusSeconds(86_400)))
        .startsWith("2026-11-22 19:00 ");
  }

  @Test
  void nothingThatWasSaidCommandsTheTerminal() {
    String attack = "\u001b[2Jx\u009b31m\u0007\rfake\u202e\u2028";
    String shown = text.of(said(attack), false, NOW);
    assertThat(shown.chars().noneMatch(Character::isISOControl)).isTrue();
    assertThat(shown).contains("\\u001b[2Jx\\u009b31m\\u0007\\u000dfake\\u202e\\u2028");
  }

  @Test
  void aSecondLineCannotPassForAMessage() {
    assertThat(text.of(said("a\n19:00:00 ✓ bob: b"), false, NOW))
        .isEqualTo("19:00:00 ✓ 7 alice: a\n    19:00:00 ✓ bob: b");
  }

  @Test
  void wordsOfAClassicClientSayWhetherItsSignatureWasChecked() {
    MessageBody checked = new MessageBody.Classic(3, Optional.of("hello"), 1, true);
    MessageBody unchecked = new MessageBody.Classic(3, Optional.of("hello"), 1, false);

    assertThat(text.of(message(checked), false, NOW)).isEqualTo("19:00:00 ✓ 7 classic #3: hello");
    assertThat(text.of(message(unchecked), false, NOW))
        .isEqualTo(
            "19:00:00 ✓ 7 classic #3: hello"
                + " (the server's word alone: line 1, with the client's certificate, is gone)");
    assertThat(MessageJson.message(message(unchecked)).get("client_signature_checked").asBoolean())
        .isFalse();
  }

  @Test
  @DisplayName("8.2: a line of an unknown kind is shown, as sound as any other, and never left out")
  void aLineOfAnUnknownKindIsShown() {
    for (boolean byUser : List.of(true, false)) {
      RoomMessage message = message(new MessageBody.Unknown("poll/2", byUser));

      assertThat(text.of(message, false, NOW))
          .startsWith("19:00:00 ✓ ")
          .endsWith("(of a kind unknown to this version: poll/2)");
      assertThat(MessageJson.message(message).get("kind").asText()).isEqualTo("unknown");
      assertThat(MessageJson.message(message).get("type").asText()).isEqualTo("message");
      assertThat(MessageJson.message(message).get("of_kind").asText()).isEqualTo("poll/2");
    }
  }

  private static MessageBody body(MessageContent content, MessageBody.Quoted... quoted) {
    return new MessageBody.Said(content, AT, 3, false, Stream.of(quoted).findFirst());
  }

  private String shown(MessageContent content, MessageBody.Quoted... quoted) {
    return text.of(message(body(content, quoted)), false, NOW);
  }

  private static final About FIVE = new About(5, "ab".repeat(32));
  private static final MessageBody.Quoted OF_BOB =
      new MessageBody.Quoted(5, "bob", Optional.of("Do we ship?"));

  @Test
  void anAnswerSaysWhatItAnswers() {
    MessageContent reply = new MessageContent.Reply(FIVE, List.of(), "yes");

    assertThat(shown(reply, OF_BOB))
        .isEqualTo("19:00:00 ✓ 7 alice answers 5 of bob “Do we ship?”:\n    yes");
    assertThat(shown(reply)).isEqualTo("19:00:00 ✓ 7 alice answers 5:\n    yes");
    var erased = new MessageBody.Quoted(5, "bob", Optional.empty());
    assertThat(shown(reply, erased)).isEqualTo("19:00:00 ✓ 7 alice answers 5 of bob:\n    yes");
  }

  @Test
  void aFileHasItsNameAndSizeAndItsNameCommandsNothing() {
    MessageContent file =
        new MessageContent.SharedFile(
            new FileInfo("fdp.\u202eexe", 2_100_000, FileInfo.ANY_TYPE, "ab".repeat(32)),
            List.of(),
            "look");

    assertThat(shown(file))
        .contains("alice sent a file: fdp.\\u202eexe (2.1 MB)")
        .endsWith("look")
        .doesNotContain("\u202e");
  }

  @Test
  void whatIsQuotedCannotPassForTheAnswer() {
    MessageContent reply = new MessageContent.Reply(FIVE, List.of(), "no");
    var quoted = new MessageBody.Quoted(5, "bob", Optional.of("x”:\n    yes\u202e"));

    assertThat(shown(reply, quoted))
        .isEqualTo("19:00:00 ✓ 7 alice answers 5 of bob “x\":\\n    yes\\u202e”:\n    no");
    var longer = new MessageBody.Quoted(5, "bob", Optional.of("😀".repeat(50)));
    assertThat(shown(reply, longer)).contains("“" + "😀".repeat(40) + "…”:");
  }

  @Test
  void whatChangesAMessageNamesIt() {
    assertThat(shown(new MessageContent.Edit(FIVE, List.of(), "later"), OF_BOB))
        .isEqualTo("19:00:00 ✓ 7 alice (5 now reads): later");
    assertThat(shown(new MessageContent.Retraction(FIVE), OF_BOB))
        .isEqualTo("19:00:00 ✓ 7 * alice took 5 back");
    assertThat(shown(new MessageContent.Reaction(FIVE, "+1", Action.GIVEN), OF_BOB))
        .isEqualTo("19:00:00 ✓ 7 * alice gave +1 to 5 of bob “Do we ship?”");
    assertThat(shown(new MessageContent.Reaction(FIVE, "+1\u202e", Action.WITHDRAWN)))
        .isEqualTo("19:00:00 ✓ 7 * alice withdrew +1\\u202e from 5");
  }

  @Test
  void aNameThatATextCallsOnHasItsColour() {
    MessageText colours = new MessageText(Palette.ANSI, StandardCharsets.UTF_8, ZoneOffset.UTC);
    MessageContent text = new MessageContent.Text(List.of("bob"), "@bob, look; @carol");

    assertThat(colours.of(message(body(text)), false, NOW))
        .endsWith("@" + Palette.ANSI.name("bob") + ", look; @carol");
  }

  @Test
  void programsGetEachKindWithItsFields() {
    assertThat(json(new MessageContent.Text(List.of("bob"), "@bob")))
        .isEqualTo("{'kind':'text','text':'@bob','mentions':['bob']}");
    assertThat(json(new MessageContent.Reply(FIVE, List.of(), "yes")))
        .isEqualTo("{'kind':'reply','about':5,'text':'yes'}");
    assertThat(json(new MessageContent.Edit(FIVE, List.of(), "no")))
        .isEqualTo("{'kind':'edit','about':5,'text':'no'}");
    assertThat(json(new MessageContent.Retraction(FIVE)))
        .isEqualTo("{'kind':'retraction','about':5}");
    assertThat(json(new MessageContent.Reaction(FIVE, "+1", Action.GIVEN)))
        .isEqualTo("{'kind':'reaction','about':5,'symbol':'+1','action':'given'}");
  }

  private static String json(MessageContent content) {
    ObjectNode json = Json.object();
    MessageJson.put(json, content);
    return MessageJson.line(json).replace('"', '\'');
  }

  @Test
  void eventsReadAsSentences() {
    assertThat(
            text.of(
                message(new MessageBody.Event(EventPayload.Event.JOINED, "bob", "alice")),
                false,
                NOW))
        .isEqualTo("19:00:00 ✓ 7 * bob joined (by alice)");
    assertThat(event(EventPayload.Event.CREATED, "bob", "bob")).endsWith("* bob made the room");
    assertThat(event(EventPayload.Event.CREATED, "bob", "@server"))
        .endsWith("* the room was made for bob (by @server)");
    assertThat(event(EventPayload.Event.ERASED, "17", "@server"))
        .endsWith("* the text of line 17 was erased (by @server)");
    assertThat(event(EventPayload.Event.ERASED, "3-57,60", "@server"))
        .endsWith("* the texts of lines 3-57,60 were erased (by @server)");
    assertThat(event(EventPayload.Event.ARCHIVED, "ops", "@server"))
        .endsWith("* the room was archived (by @server); it takes no more messages");
    assertThat(event(EventPayload.Event.REOPENED, "ops", "@server"))
        .endsWith("* the room was opened again (by @server)");
    assertThat(text.of(message(new MessageBody.Erased()), false, NOW)).endsWith("alice: (erased)");
  }

  private String event(EventPayload.Event event, String subject, String actor) {
    return text.of(message(new MessageBody.Event(event, subject, actor)), false, NOW);
  }

  @Test
  void jsonIsAsciiAndNamesTheFaults() {
    String line =
        MessageJson.line(
            MessageJson.message(said("ü", new TranscriptFinding(Fault.CHAIN_BROKEN, ""))));
    assertThat(line)
        .contains("\"text\":\"\\u00FC\"")
        .contains("\"verified\":false")
        .contains("\"code\":\"chain_broken\"")
        .matches("\\p{ASCII}+");
  }
}
