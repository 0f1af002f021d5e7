package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
  private static final String SESSION = "ab".repeat(32);
  private static final Instant NOW = Instant.parse("2026-11-22T19:00:00.123Z");
  private static final String SALT = "AAECAwQFBgcICQoLDA0ODw==";

  @Test
  void hasOneText() {
    MessagePayload payload =
        new MessagePayload(
            SESSION, "lobby", "alice", 7, "2026-11-22T19:00:00.123Z", SALT, "a\"b\\\n\u0001é😀/");
    assertThat(new String(payload.encode(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"securechat/message/1\",\"session\":\""
                + SESSION
                + "\",\"room\":\"lobby\",\"sender\":\"alice\",\"seq\":7,"
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
    EventPayload payload = EventPayload.create("dm:alice:bob", event, subject, "alice", NOW);
    assertThat(EventPayload.parse(payload.encode())).isEqualTo(payload);
  }

  @Test
  void refusesEventsOutOfForm() {
    String good =
        new String(
            EventPayload.create("lobby", EventPayload.Event.JOINED, "bob", "@server", NOW).encode(),
            StandardCharsets.UTF_8);
    refusedEvent(good.replace("joined", "JOINED"));
    refusedEvent(good.replace("joined", "vanished"));
    refusedEvent(good.replace("joined", "erased"));
    refusedEvent(good.replace("@server", "@root"));
    refusedEvent(good.replace("\"bob\"", "\"@server\""));
    refusedEvent(good + " ");
    refusedEvent(new String(message("hi").encode(), StandardCharsets.UTF_8));
    assertThatThrownBy(() ->
            EventPayload.create("lobby", EventPayload.Event.ERASED, "017", "alice", NOW).encode())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static MessagePayload message(String text) {
    return MessagePayload.create(SESSION, "lobby", "alice", 7, NOW, text);
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
}
