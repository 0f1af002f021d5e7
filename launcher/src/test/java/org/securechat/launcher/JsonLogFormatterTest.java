package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** A line is one object, whatever is in it. */
class JsonLogFormatterTest {

  private final JsonLogFormatter formatter = new JsonLogFormatter();

  private String format(Level level, String message, Object... parameters) {
    LogRecord entry = new LogRecord(level, message);
    entry.setInstant(Instant.parse("2026-11-22T09:08:07.006005Z"));
    entry.setLoggerName("org.securechat.server");
    entry.setParameters(parameters);
    return formatter.format(entry);
  }

  private static String thread() {
    return Thread.currentThread().getName();
  }

  private static Map<String, Object> event(String number, Object... namesAndValues) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", number);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      event.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return event;
  }

  @Test
  void eventIsWrittenWithNumberAndValues() {
    Map<String, Object> event = event("SC-S008", "connection", 1234567L, "user", "alice");
    assertThat(format(Level.INFO, "SC-S008 connection 1234567 logged in as alice", event))
        .isEqualTo(
            "{\"time\":\"2026-11-22T09:08:07.006Z\",\"level\":\"info\",\"event\":\"SC-S008\","
                + "\"logger\":\"org.securechat.server\","
                + "\"message\":\"connection 1234567 logged in as alice\",\"thread\":\""
                + thread()
                + "\",\"connection\":1234567,\"user\":\"alice\"}\n");
  }

  @Test
  void valuesAreTakenFromTheRecordAndNotFromTheMessage() {
    Map<String, Object> event = event("SC-S009", "reason", "user eve of connection 9 {0} \"'{'\n");
    assertThat(format(Level.INFO, "SC-S009 refused: user eve of connection 9", event))
        .contains("\"reason\":\"user eve of connection 9 {0} \\\"'{'\\n\"")
        .doesNotContain("\"user\"", "\"connection\"");
  }

  @Test
  void whatIsNoEventOfOursNamesNothing() {
    assertThat(format(Level.WARNING, "the connection 17 of room 5"))
        .contains("\"level\":\"warning\"")
        .doesNotContain("\"event\"", "\"connection\"", "\"room\"");
    assertThat(format(Level.WARNING, "SC-S008 looks like an event, {0}", "user alice"))
        .contains("\"message\":\"SC-S008 looks like an event, user alice\"")
        .doesNotContain("\"event\"", "\"user\"");
    assertThat(format(Level.WARNING, "another map: {0}", Map.of("user", "alice")))
        .doesNotContain("\"event\"", "\"user\"");
  }

  @Test
  void nothingInAMessageCanEndTheLineOrTheText() {
    String line = format(Level.SEVERE, "a\"b\\c\nd\re\u2028f\u0001\ud800g\ud83d\ude00");
    assertThat(line)
        .contains("a\\\"b\\\\c\\nd\\re\\u2028f\\u0001\\ud800g\ud83d\ude00")
        .contains("\"level\":\"error\"");
    assertThat(line.lines()).hasSize(1);
  }

  @Test
  void anExceptionIsPartOfTheLine() {
    LogRecord entry = new LogRecord(Level.SEVERE, "SC-S004 connection 3 failed");
    entry.setThrown(new IllegalStateException("why", new RuntimeException("because")));
    String line = formatter.format(entry);
    assertThat(line.lines()).hasSize(1);
    assertThat(line)
        .contains("\"exception\":{\"type\":\"java.lang.IllegalStateException\",\"message\":\"why\"")
        .contains("Caused by: java.lang.RuntimeException: because\\n")
        .endsWith("\"}}\n");
  }

  @Test
  void aLineIsNeverLongerThanACollectorTakes() {
    LogRecord entry = new LogRecord(Level.SEVERE, "x".repeat(100_000));
    entry.setThrown(new IllegalStateException("y".repeat(100_000)));
    assertThat(formatter.format(entry)).hasSizeLessThan(48 * 1024);
  }
}
