package org.securechat.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.securechat.connector.contract.InFlightPermit;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.chat.ChatException.Reason;
import org.securechat.server.cluster.ClusterSessions;
import org.securechat.server.testing.TestPeer;

/** PROTOCOL.md 7.3, {@code ends}: after such a login the lost session brings nothing on record. */
class UnsettledSessionsTest {
  private static final Duration NOT_LONG = Duration.ofMillis(1);

  private final TestPeer alice = new TestPeer("alice");
  private final UserSession session = ChatAccess.session("alice", alice.connection());
  private final String lost = alice.connection().channelBinding();
  private final UnsettledSessions sessions =
      new UnsettledSessions(ClusterSessions.alone(), NOT_LONG);

  @BeforeEach
  void open() {
    sessions.opened(session);
  }

  private void settle(UnsettledSessions where) {
    where.settle(session.user(), lost);
  }

  @Test
  @DisplayName("7.3: a session that is still open is closed, and begins nothing any more")
  void endsWhatIsOpen() {
    settle(sessions);

    assertThat(alice.wire().isOpen()).isFalse();
    assertThatThrownBy(session::work)
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SESSION_ENDED));
    assertThat(session.quiet()).as("what was refused is over").isDone();
  }

  @Test
  @DisplayName("7.3: a line that is being written is waited for")
  void waitsForWhatIsUndecided() {
    InFlightPermit pending = session.work();
    assertThatThrownBy(() -> settle(sessions))
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SESSION_UNSETTLED));

    pending.release();

    assertThatCode(() -> settle(sessions)).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("7.3: also of a session whose connection is gone")
  void waitsForWhatAClosedSessionLeft() {
    InFlightPermit pending = session.work();
    sessions.ended(session);
    assertThatThrownBy(() -> settle(sessions)).isInstanceOf(ChatException.class);

    pending.release();

    assertThatCode(() -> settle(sessions)).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("7.3: the answer comes as soon as the line is decided")
  void goesOnWhenItIsDecided() throws Exception {
    UnsettledSessions patient =
        new UnsettledSessions(ClusterSessions.alone(), Duration.ofSeconds(20));
    patient.opened(session);
    InFlightPermit pending = session.work();
    CompletableFuture<Void> login = CompletableFuture.runAsync(() -> settle(patient));
    await().until(() -> !alice.wire().isOpen());
    assertThat(login).isNotDone();

    pending.release();

    login.get();
  }

  @Test
  @DisplayName("7.3: a session of another user is unknown, and stays")
  void endsNoOtherUsers() {
    sessions.settle(new AuthenticatedUser(UUID.randomUUID(), "other"), lost);
    sessions.settle(session.user(), "00".repeat(32));

    assertThat(alice.wire().isOpen()).isTrue();
    session.work().release();
  }
}
