package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
  private static final String SESSION = "ab".repeat(32);
  private static final String CHAIN = "cd".repeat(32);
  private static final UUID ROOM_ID = UUID.fromString("0191a1b2-0000-7000-8000-00000000000f");
  private static final Instant NOW = Instant.parse("2026-11-22T19:00:00.123Z");
  private static final String SALT = "AAECAwQFBgcICQoLDA0ODw==";

  @Test
  void hasOneText() {
    MessagePayload payload =
        new MessagePayload(
            new UserEnvelope(
                Kind.MESSAGE,
                SESSION,
                "lobby",
                ROOM_ID,
                "alice",
                7,
                new After(3, CHAIN),
                "2026-11-22T19:00:00.123Z",
                SALT),
            new MessageContent.Text(List.of(), "a\"b\\\n\u0001é😀/"));
    assertThat(new String(payload.encode(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"securechat/message/1\",\"session\":\""
                + SESSION
                + "\",\"room\":\"lobby\",\"room_id\":\"0191a1b2-0000-7000-8000-00000000000f\","
                + "\"sender\":\"alice\",\"seq\":7,\"after\":{\"position\":3,\"chain\":\""
                + CHAIN
                + "\"},"
                + "\"sent_at\":\"2026-11-22T19:00:00.123Z\",\"salt\":\""
                + SALT
                + "\",\"text\":\"a\\\"b\\\\\\n\\u0001é😀/\"}");
  }

  @Test
  void readsEveryCharacterItWrites() throws EvidenceException {
    for (int start = 0; start < Character.MIN_SURROGATE; start += 0x800) {
      StringBuilder text = new StringBuilder();
      for (int c = start; c < start + 0x800; c++) {
        text.appendCodePoint(c);
      }
      text.appendCodePoint(0x1F600).appendCodePoint(0x10FFFF).append('\uFFFF');
      MessagePayload payload = message(text.toString());
      assertThat(MessagePayload.parse(payload.encode())).isEqualTo(payload);
    }
  }

  @Test
  void saltsMakeEqualMessagesDiffer() {
    assertThat(message("hi").encode()).isNotEqualTo(message("hi").encode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ \"type\"",
        "{\"room\":\"lobby\",\"type\"",
        "{\"extra\":1,\"type\"",
        "{\"t\\u0079pe\"",
        "\n{\"type\""
      })
  void refusesASecondTextOfTheSameValue(String start) {
    String good = new String(message("hi").encode(), StandardCharsets.UTF_8);
    refused(good.replace("{\"type\"", start));
  }

  @Test
  void refusesFieldsOutOfForm() {
    String good = new String(message("hi").encode(), StandardCharsets.UTF_8);
    refused(good.replace("message/1", "message/2"));
    refused(good.replace(SESSION, SESSION.toUpperCase(Locale.ROOT)));
    refused(good.replace("\"lobby\"", "\"Lobby\""));
    refused(good.replace("\"alice\"", "\"@server\""));
    refused(good.replace("\"seq\":7", "\"seq\":0"));
    refused(good.replace("\"seq\":7", "\"seq\":7.0"));
    refused(good.replace("\"seq\":7", "\"seq\":\"7\""));
    refused(good.replace("\"seq\":7", "\"seq\":9007199254740992"));
    refused(good.replace("\"seq\":7", "\"seq\":-7"));
    refused(good.replace("0191a1b2", "0191A1B2"));
    refused(good.replace("\"position\":3", "\"position\":-1"));
    refused(good.replace("\"position\":3", "\"position\":3,\"also\":1"));
    refused(good.replace(CHAIN, CHAIN.toUpperCase(Locale.ROOT)));
    refused(good.replace(".123Z", "Z"));
    refused(good.replace("\"hi\"", "\"\""));
    refused(good.replace("\"hi\"", "\"h\\u0069\""));
    refused(good.replace("\"hi\"", "\"h\\/i\""));
    refused(good.replace("\"hi\"", "\"\\ud83d\""));
    refused(good + "\n");
    refused(good.substring(0, good.length() - 1));
  }

  @Test
  void isNeverLongerThanItsLimit() {
    int rest = message("x").encode().length - 1;
    String longest = "x".repeat(SignedMessage.MAX_PAYLOAD - rest);
    assertThat(message(longest).encode()).hasSize(SignedMessage.MAX_PAYLOAD);
    assertThatThrownBy(() -> message(longest + "x").encode())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> message("half \ud83d").encode())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void eventsReadAsWritten(EventPayload.Event event) throws EvidenceException {
    String subject =
        switch (event) {
          case ERASED -> "17,19-20";
          case ARCHIVED, REOPENED -> "dm:alice:bob";
          default -> "bob";
        };
    EventPayload payload =
        EventPayload.create("dm:alice:bob", ROOM_ID, event, subject, "alice", NOW);
    assertThat(EventPayload.parse(payload.encode())).isEqualTo(payload);
  }

  @Test
  void refusesEventsOutOfForm() {
    String good =
        new String(
            EventPayload.create("lobby", ROOM_ID, EventPayload.Event.JOINED, "bob", "@server", NOW)
                .encode(),
            StandardCharsets.UTF_8);
    refusedEvent(good.replace("joined", "JOINED"));
    refusedEvent(good.replace("joined", "vanished"));
    refusedEvent(good.replace("joined", "erased"));
    refusedEvent(good.replace("@server", "@root"));
    refusedEvent(good.replace("\"bob\"", "\"@server\""));
    refusedEvent(good + " ");
    refusedEvent(new String(message("hi").encode(), StandardCharsets.UTF_8));
    assertThatThrownBy(() ->
            EventPayload.create("lobby", ROOM_ID, EventPayload.Event.ERASED, "017", "alice", NOW)
                .encode())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static MessagePayload message(String text) {
    return MessagePayload.create(
        SESSION, "lobby", ROOM_ID, "alice", 7, new After(3, CHAIN), NOW, text);
  }

  private static void refused(String payload) {
    assertThatThrownBy(() -> MessagePayload.parse(payload.getBytes(StandardCharsets.UTF_8)))
        .as(payload)
        .isInstanceOf(EvidenceException.class);
  }

  private static void refusedEvent(String payload) {
    assertThatThrownBy(() -> EventPayload.parse(payload.getBytes(StandardCharsets.UTF_8)))
        .as(payload)
        .isInstanceOf(EvidenceException.class);
  }

  @Test
  void whatIsOfAnUnknownKindIsReadAsFarAsItsEnvelope() throws EvidenceException {
    String good = new String(message("hi").encode(), StandardCharsets.UTF_8);
    String later =
        good.replace("message/1", "file/12")
            .replace("\"text\":", "\"sizes\":[1,{\"a\":true}],\"text\":");
    UserEnvelope envelope = UnknownPayload.byUser(later.getBytes(StandardCharsets.UTF_8));
    assertThat(envelope.kind()).isEqualTo(new Kind("file", 12));
    assertThat(envelope.sender()).isEqualTo("alice");
    for (String bad :
        List.of(
            later.replace("file/12", "File/12"),
            later.replace("file/12", "file/0"),
            later.replace("file/12", "file/1000"),
            later.replace("file/12", "file/012"),
            later.replace("file/12", "event/2"),
            later.replace("[1,", "[1, "),
            later.replace("[1,", "[1.5,"),
            later.replace("[1,", "[-0,"),
            later.replace("[1,", "[9007199254740992,"),
            later.replace("[1,", "[null,"),
            later.replace("\"hi\"", "\"\\ud83d\""),
            later.replace("{\"a\":true}", "{\"\\u0061\":true}"),
            later.replace("\"position\":3", "\"position\":3,\"also\":1"),
            later.replace("\"room\":", "\"also\":1,\"room\":"))) {
      assertThatThrownBy(() -> UnknownPayload.byUser(bad.getBytes(StandardCharsets.UTF_8)))
          .as(bad)
          .isInstanceOf(EvidenceException.class);
    }
  }
}
