package org.securechat.client.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.securechat.client.session.Fault;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.TranscriptFinding;
import org.securechat.protocol.evidence.EventPayload;

class MessageTextTest {
  private static final String AT = "2026-11-22T19:00:00.123Z";
  private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

  private final MessageText text =
      new MessageText(Palette.NONE, StandardCharsets.UTF_8, ZoneOffset.UTC);

  private static RoomMessage message(MessageBody body, TranscriptFinding... findings) {
    return new RoomMessage("lobby", 7, AT, "alice", body, List.of(findings), true);
  }

  private static RoomMessage said(String words, TranscriptFinding... findings) {
    return message(new MessageBody.Text(words, AT), findings);
  }

  @Test
  void aVerifiedMessageIsMarked() {
    assertThat(text.of(said("hello"), false, NOW)).isEqualTo("19:00:00 ✓ alice: hello");
    assertThat(text.of(said("hello"), true, NOW)).isEqualTo("19:00:00 ✓ lobby alice: hello");
  }

  @Test
  void aBrokenOneHasItsReasons() {
    TranscriptFinding first = new TranscriptFinding(Fault.BAD_SIGNATURE, "");
    TranscriptFinding second = new TranscriptFinding(Fault.UNTRUSTED, "it was revoked");
    assertThat(text.of(said("hello", first, second), false, NOW))
        .isEqualTo(
            "19:00:00 ✗ alice: hello  [the signature is not the sender's; the sender's"
                + " certificate is not trusted: it was revoked]");
  }

  @Test
  void aTerminalWithoutMarksGetsWords() {
    MessageText ascii = new MessageText(Palette.NONE, StandardCharsets.US_ASCII, ZoneOffset.UTC);
    assertThat(ascii.of(said("hello"), false, NOW)).isEqualTo("19:00:00 ok alice: hello");
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
        .isEqualTo("19:00:00 ✓ alice: a\n    19:00:00 ✓ bob: b");
  }

  @Test
  void wordsOfAClassicClientSayWhetherItsSignatureWasChecked() {
    MessageBody checked = new MessageBody.Classic(3, Optional.of("hello"), 1, true);
    MessageBody unchecked = new MessageBody.Classic(3, Optional.of("hello"), 1, false);

    assertThat(text.of(message(checked), false, NOW)).isEqualTo("19:00:00 ✓ classic #3: hello");
    assertThat(text.of(message(unchecked), false, NOW))
        .isEqualTo(
            "19:00:00 ✓ classic #3: hello"
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
      assertThat(MessageJson.message(message).get("type").asText()).isEqualTo("poll/2");
    }
  }

  @Test
  void eventsReadAsSentences() {
    assertThat(
            text.of(
                message(new MessageBody.Event(EventPayload.Event.JOINED, "bob", "alice")),
                false,
                NOW))
        .isEqualTo("19:00:00 ✓ * bob joined (by alice)");
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
