package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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

  @Test
  void anEventHasItsNumberAndWhatItNames() {
    assertThat(format(Level.INFO, "SC-S008 connection {0} logged in as {1}", "17", "alice"))
        .isEqualTo(
            "{\"time\":\"2026-11-22T09:08:07.006Z\",\"level\":\"info\",\"event\":\"SC-S008\","
                + "\"logger\":\"org.securechat.server\","
                + "\"message\":\"connection 17 logged in as alice\",\"thread\":\""
                + thread()
                + "\",\"connection\":\"17\",\"user\":\"alice\"}\n");
  }

  @Test
  void whatIsNoEventOfOursNamesNothing() {
    assertThat(format(Level.WARNING, "the connection 17 of room 5"))
        .contains("\"level\":\"warning\"")
        .doesNotContain("\"event\"", "\"connection\"", "\"room\"");
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
