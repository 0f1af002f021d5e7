package org.securechat.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.client.scripted.ScriptedServer.Undecided;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.EventPayload;

/** PROTOCOL.md 8.3: a client recognises its own line, and sends nothing twice. */
class OwnLineTest extends AgainstScriptedServer {
  private final Recorder seen = new Recorder();

  private long recorded(String text) {
    return server.room("lobby").entries().stream().filter(entry -> isText(entry, text)).count();
  }

  private static boolean isText(Entry entry, String text) {
    return new String(entry.message().orElseThrow().payload(), StandardCharsets.UTF_8)
        .contains("\"text\":\"" + text + "\"");
  }

  @Test
  void aLineThatIsWrittenAfterTheReconnectionIsRecognised() throws Exception {
    try (ChatSession one = alice(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      server.leaveNextMessageUndecided(Undecided.COMMITTED);

      assertThat(one.send("lobby", "precious").position()).isEqualTo(2);
      // Had the client not had it settled, it would be written now.
      server.commitHeld();

      assertThat(recorded("precious")).isEqualTo(1);
      assertThat(one.send("lobby", "next").position()).isEqualTo(3);
    }
    assertThat(seen.texts()).containsExactly("precious", "next");
    assertThat(seen.deliveries).containsExactly("precious WAITING", "precious SENT");
  }

  @Test
  void whatWasLostIsSentOnceMore() throws Exception {
    try (ChatSession one = alice(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      server.leaveNextMessageUndecided(Undecided.DROPPED);

      assertThat(one.send("lobby", "precious").position()).isEqualTo(2);
    }
    assertThat(recorded("precious")).isEqualTo(1);
    assertThat(server.asked).hasSize(2);
    assertThat(seen.deliveries).containsExactly("precious WAITING", "precious AGAIN");
  }

  @Test
  void itIsRecognisedFarBehindOthers() throws Exception {
    try (ChatSession one = alice(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      server.leaveNextMessageUndecided(Undecided.COMMITTED);
      // More than one page, and the line is on the first.
      server.beforeSettledLogin(() -> {
        for (int i = 0; i < 20; i++) {
          server.room("lobby").event(EventPayload.Event.JOINED, "user" + i);
        }
      });

      assertThat(one.send("lobby", "precious").position()).isEqualTo(2);
    }
    assertThat(recorded("precious")).isEqualTo(1);
    assertThat(seen.messages).hasSize(22);
  }

  @Test
  void aServerThatDoesNotAnswerIsAskedInANewSession() throws Exception {
    try (ChatSession one = alice(seen, Duration.ofSeconds(3))) {
      one.create("lobby", Visibility.PUBLIC);
      server.leaveNextMessageUndecided(Undecided.SILENT);

      assertThat(one.send("lobby", "precious").position()).isEqualTo(2);
    }
    assertThat(recorded("precious")).isEqualTo(1);
    assertThat(server.asked).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Undecided.class,
      names = {"COMMITTED", "DROPPED"})
  void twoMessagesOfEqualWordsAreTwoLines(Undecided how) throws Exception {
    try (ChatSession one = alice(seen);
        ExecutorService pool = Executors.newFixedThreadPool(2)) {
      one.create("lobby", Visibility.PUBLIC);
      server.leaveNextMessageUndecided(how);
      Callable<Long> say = () -> one.send("lobby", "yes").position();
      List<Future<Long>> sent = List.of(pool.submit(say), pool.submit(say));

      List<Long> positions = new ArrayList<>();
      for (Future<Long> each : sent) {
        positions.add(each.get());
      }
      assertThat(positions).containsExactlyInAnyOrder(2L, 3L);
    }
    assertThat(recorded("yes")).isEqualTo(2);
    assertThat(seen.texts()).containsExactly("yes", "yes");
  }

  @Test
  void aMessageThatIsRefusedAfterTheReconnectionIsRefused() throws Exception {
    try (ChatSession one = alice(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      server.leaveNextMessageUndecided(Undecided.DROPPED);
      server.beforeSettledLogin(() -> server.refuseNextMessage(ErrorCode.FORBIDDEN));

      assertThatThrownBy(() -> one.send("lobby", "precious"))
          .isInstanceOfSatisfying(
              RequestRefusedException.class,
              e -> assertThat(e.error()).isEqualTo(ErrorCode.FORBIDDEN));
      assertThat(one.send("lobby", "next").position()).isEqualTo(2);
    }
    assertThat(recorded("precious")).isZero();
  }

  @Test
  void nothingIsSentAgainBeforeTheLostSessionIsSettled() throws Exception {
    try (ChatSession one = alice(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      server.leaveNextMessageUndecided(Undecided.COMMITTED);
      server.refuseToSettle(2);

      assertThat(one.send("lobby", "precious").position()).isEqualTo(2);
    }
    assertThat(recorded("precious")).isEqualTo(1);
    assertThat(seen.retries).contains("unavailable");
  }

  @Test
  void whatCannotBeVerifiedIsUnknownUntilItCan() throws Exception {
    try (ChatSession one = alice(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      server.leaveNextMessageUndecided(Undecided.COMMITTED);
      server.lie(entry -> isText(entry, "precious") ? Optional.empty() : Optional.of(entry));

      assertThatThrownBy(() -> one.send("lobby", "precious"))
          .isInstanceOfSatisfying(
              UnknownFateException.class, e -> assertThat(e.code()).isEqualTo("unknown"));
      assertThat(server.asked).as("it is not sent again").hasSize(1);

      server.lie(Optional::of);
      one.follow("lobby");
    }
    assertThat(seen.deliveries)
        .containsExactly("precious WAITING", "precious UNKNOWN", "precious SENT");
  }

  @Test
  void anUnavailableThatWasWrittenNoneTheLessIsFound() throws Exception {
    try (ChatSession one = alice(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      server.writeButSayUnavailable();

      assertThat(one.send("lobby", "precious").position()).isEqualTo(2);
      assertThat(one.send("lobby", "next").position()).isEqualTo(3);
    }
    assertThat(recorded("precious")).isEqualTo(1);
  }

  @Test
  void aPushBeforeTheEndOfTheConnectionIsEnough() throws Exception {
    try (ChatSession one = alice(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      server.pushAndHangUp();

      assertThat(one.send("lobby", "precious").position()).isEqualTo(2);
      await().atMost(SOON).until(() -> seen.texts().contains("precious"));
    }
    assertThat(recorded("precious")).isEqualTo(1);
    assertThat(seen.texts()).containsExactly("precious");
  }
}
