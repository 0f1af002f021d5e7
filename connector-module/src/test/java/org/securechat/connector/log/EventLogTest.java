package org.securechat.connector.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a formatter of another program gets to see of an event. */
class EventLogTest {

  private static final LogEvent LOGGED_IN =
      LogEvent.info("SC-T001", "connection {connection} logged in as {user}");
  private static final LogEvent REFUSED = LogEvent.warning("SC-T002", "refused: {reason}");

  private final Logger logger = Logger.getLogger("org.securechat.test");
  private final List<LogRecord> entries = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          entries.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private final EventLog log = new EventLog(logger.getName());

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.INFO);
    logger.addHandler(handler);
  }

  @AfterEach
  void leave() {
    logger.removeHandler(handler);
  }

  @Test
  void whatAPeerHasChosenStaysOnItsLine() {
    log.log(REFUSED, "a\r\n2026-11-28 SEVERE forged\u001b[2J\u2028\u202eback\ud800");

    String safe = "a\\u000d\\u000a2026-11-28 SEVERE forged\\u001b[2J\\u2028\\u202eback\\ud800";
    assertThat(entries)
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.getMessage()).isEqualTo("SC-T002 refused: " + safe);
          assertThat(data(entry)).isEqualTo(Map.of("event", "SC-T002", "reason", safe));
        });
  }

  @Test
  void whatAPeerHasChosenIsCut() {
    log.log(REFUSED, "x".repeat(100_000));

    assertThat(entries)
        .singleElement()
        .satisfies(entry ->
            assertThat(entry.getMessage()).hasSizeLessThan(2_100).endsWith("(100000 characters)"));
  }

  @Test
  void ordinaryTextOfAnyLanguageIsLeftAlone() {
    log.log(REFUSED, "Łódź 東京 👍 \\ {x}");

    assertThat(entries)
        .singleElement()
        .satisfies(entry ->
            assertThat(entry.getMessage()).isEqualTo("SC-T002 refused: Łódź 東京 👍 \\ {x}"));
  }

  @Test
  void aFailureThatComesAgainAndAgainIsCounted() {
    for (int i = 0; i < 10_000; i++) {
      log.logFailure(REFUSED, new IllegalStateException("the database is away"), i);
    }
    log.logFailure(LOGGED_IN, new IllegalStateException("another kind"), 1, "bob");

    assertThat(entries).hasSizeLessThan(100);
    assertThat(entries)
        .last()
        .satisfies(entry -> assertThat(entry.getMessage()).startsWith("SC-T001"));
  }

  @Test
  void howManyFailuresWereLeftOutIsTold() {
    FailureBudget budget = new FailureBudget(0);
    for (int i = 0; i < FailureBudget.BURST; i++) {
      assertThat(budget.take(0)).isZero();
    }
    assertThat(budget.take(1)).isEqualTo(-1);
    assertThat(budget.take(999_999_999)).isEqualTo(-1);
    assertThat(budget.take(1_000_000_000)).isEqualTo(2);
    assertThat(budget.take(1_000_000_001)).isEqualTo(-1);
  }

  private static Object data(LogRecord entry) {
    assertThat(entry.getParameters()).hasSize(1);
    return entry.getParameters()[0];
  }

  @Test
  void eventIsLoggedAsLineAndNamedValues() {
    log.log(LOGGED_IN, 1_234_567L, "alice");

    LogRecord entry = entries.get(0);
    assertThat(entry.getMessage()).isEqualTo("SC-T001 connection 1234567 logged in as alice");
    assertThat(entry.getLevel()).isEqualTo(Level.INFO);
    assertThat(entry.getLoggerName()).isEqualTo("org.securechat.test");
    assertThat(data(entry).toString()).isEqualTo("{event=SC-T001, connection=1234567, user=alice}");
    assertThat(((Map<?, ?>) data(entry)).get("connection")).isEqualTo(1_234_567L);
  }

  @Test
  void valuesBecomeJdkTypes() {
    LogEvent event = LogEvent.info("SC-T003", "{a} {b} {c} {d}");
    UUID id = new UUID(1, 2);
    log.log(event, 1, id, new InetSocketAddress(InetAddress.getLoopbackAddress(), 80), null);

    assertThat(data(entries.get(0)))
        .isEqualTo(Map.of("event", "SC-T003", "a", 1, "b", id.toString(), "c", "127.0.0.1:80"));
    assertThat(entries.get(0).getMessage()).endsWith(" 127.0.0.1:80 null");
  }

  @Test
  void formattersDoNotInterpretValues() {
    String reason = "{0} '{1}' {user} 'quoted'";
    log.log(REFUSED, reason);

    assertThat(new SimpleFormatter().formatMessage(entries.get(0)))
        .isEqualTo("SC-T002 refused: { 0} '{ 1}' {user} 'quoted'");
    assertThat(data(entries.get(0))).isEqualTo(Map.of("event", "SC-T002", "reason", reason));
  }

  @Test
  void briefFailureHasItsCauseOnlyAtDebugLevel() {
    Exception cause = new IllegalStateException("why");
    log.logFailure(REFUSED, cause, "a");
    log.logFailureBriefly(REFUSED, cause, "b");
    logger.setLevel(Level.FINE);
    log.logFailureBriefly(REFUSED, cause, "c");

    assertThat(entries).extracting(LogRecord::getThrown).containsExactly(cause, null, cause);
  }

  @Test
  void eventBelowTheLevelIsNotLogged() {
    logger.setLevel(Level.WARNING);
    log.log(LOGGED_IN, 1L, "alice");

    assertThat(entries).isEmpty();
  }

  @Test
  void missingValueIsRejected() {
    assertThatThrownBy(() -> log.log(LOGGED_IN, 1L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SC-T001");
  }
}
