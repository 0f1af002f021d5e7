package org.securechat.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.securechat.client.ClientException;
import org.securechat.client.text.Palette;
import org.securechat.protocol.json.Json;

class StepReporterTest {
  private final StringWriter written = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  private StepReporter account(StepReporter.Form form) {
    return new StepReporter(new PrintWriter(written), Palette.NONE, form, nanos::get);
  }

  private List<String> passes(long millis, String... details) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    return List.of(details);
  }

  @Test
  void numbersJudgesAndTimesEachStep() {
    StepReporter account = account(StepReporter.Form.PLAIN);

    assertThat(account.run("walking", () -> passes(1_234, "on the left"))).isTrue();
    assertThat(account.run("flying", () -> fail("no wings", "Take the train."))).isFalse();

    assertThat(written.toString().lines())
        .containsExactly(
            " 1  walking ...                                              holds    1.2 s",
            "      on the left",
            " 2  flying ...                                               FAILS    0.0 s",
            "      no wings",
            "      Take the train.");
    assertThat(account.steps()).isEqualTo(2);
    assertThat(account.failures()).isEqualTo(1);
  }

  private static List<String> fail(String what, String remedy) throws ClientException {
    throw new ClientException(what, remedy);
  }

  @Test
  void saysWhatItDoesBeforeItDoesIt() {
    StepReporter account = account(StepReporter.Form.PLAIN);

    account.run(
        "walking",
        () -> {
          assertThat(written.toString()).startsWith(" 1  walking ...");
          assertThat(written.toString()).doesNotContain("holds");
          return List.of();
        });

    assertThat(account.failures()).isZero();
  }

  @Test
  void aStepFailsForWhateverIsThrown() {
    StepReporter account = account(StepReporter.Form.PLAIN);

    boolean holds =
        account.run(
            "dividing",
            () -> {
              throw new IllegalStateException();
            });

    assertThat(holds).isFalse();
    assertThat(written.toString()).contains("java.lang.IllegalStateException");
  }

  @Test
  void obeysNoControlCharactersOfAFailure() {
    StepReporter account = account(StepReporter.Form.PLAIN);

    account.run("reading", () -> fail("said \u001b[2J", ""));

    assertThat(written.toString()).doesNotContain("\u001b").contains("\\u001b[2J");
  }

  @Test
  void givesProgramsAnObjectALine() throws Exception {
    StepReporter account = account(StepReporter.Form.JSON);

    account.run("walking", () -> passes(250, "on the left"));
    account.run("flying", () -> fail("no wings", ""));

    List<String> lines = written.toString().lines().toList();
    assertThat(lines).hasSize(2);
    ObjectNode first = Json.parse(lines.get(0).getBytes(StandardCharsets.UTF_8));
    assertThat(first.get("holds").booleanValue()).isTrue();
    assertThat(first.get("millis").longValue()).isEqualTo(250);
    ObjectNode second = Json.parse(lines.get(1).getBytes(StandardCharsets.UTF_8));
    assertThat(second.get("holds").booleanValue()).isFalse();
    assertThat(second.get("failure").textValue()).isEqualTo("no wings");
  }

  @Test
  void countsTheSecondsOnATerminal() throws Exception {
    StepReporter account = account(StepReporter.Form.LIVE);
    CountDownLatch enough = new CountDownLatch(1);
    Thread step =
        new Thread(() ->
            account.run(
                "waiting",
                () -> {
                  nanos.addAndGet(TimeUnit.SECONDS.toNanos(7));
                  enough.await();
                  return List.of();
                }));
    step.start();

    Awaitility.await().untilAsserted(() -> assertThat(written.toString()).contains(" 7 s"));
    enough.countDown();
    step.join();

    assertThat(written.toString()).contains("\r").endsWith("holds    7.0 s\n");
  }

  @Test
  void beginsNoStepAfterItsEnd() {
    StepReporter account = account(StepReporter.Form.PLAIN);
    AtomicBoolean begun = new AtomicBoolean();

    account.end("interrupted");
    account.run(
        "walking",
        () -> {
          begun.set(true);
          return List.of();
        });
    account.note("more");

    assertThat(begun).isFalse();
    assertThat(written.toString().strip()).isEqualTo("interrupted");
  }
}
