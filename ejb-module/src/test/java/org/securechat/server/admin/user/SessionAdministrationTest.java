package org.securechat.server.admin.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.audit.AuditException;
import org.securechat.server.cluster.ClusterSessions;
import org.securechat.server.session.EndReason;
import org.securechat.server.session.ListedSession;
import org.securechat.server.session.OpenSession;
import org.securechat.server.session.OpenSessions;
import org.securechat.server.testing.TestIdentities;

class SessionAdministrationTest {
  private static final Actor OPS = Actor.machine("ops");
  private static final Optional<String> ANYBODY = Optional.empty();
  private static final Optional<SessionPlace> START = Optional.empty();

  private final RecordingAudit audit = new RecordingAudit();
  private final Sessions sessions = new Sessions();
  private final SessionAdministration administration =
      new SessionAdministration(sessions, ClusterSessions.alone(), audit);

  /** Sessions that are as open as the test wants. */
  private static final class Sessions extends OpenSessions {
    final List<OpenSession> open = new ArrayList<>();
    final List<String> ended = new ArrayList<>();

    @Override
    public List<OpenSession> list() {
      return List.copyOf(open);
    }

    @Override
    public boolean end(String id, EndReason reason) {
      return ended.add(id + " " + reason);
    }

    @Override
    public int endOf(String username, EndReason reason) {
      ended.add(username + " " + reason);
      return 2;
    }
  }

  @BeforeEach
  void threeSessions() {
    sessions.open.add(session("b", "alice", 5));
    sessions.open.add(session("c", null, 9));
    sessions.open.add(session("a", "bob", 5));
  }

  private static OpenSession session(String id, String user, long since) {
    return new OpenSession(
        id,
        1,
        Optional.empty(),
        Optional.ofNullable(user),
        TestIdentities.named("x"),
        InetAddress.getLoopbackAddress(),
        Instant.ofEpochSecond(since));
  }

  @Test
  void theOldestComesFirstAndPagesFollowEachOther() {
    assertThat(ids(ANYBODY, START, 2)).containsExactly("a", "b");
    SessionPlace place = SessionPlace.of(ListedSession.of(sessions.open.get(0)));
    assertThat(ids(ANYBODY, Optional.of(place), 2)).containsExactly("c");
  }

  @Test
  void aPageFollowsAlsoOneWhoseLastSessionHasEnded() {
    SessionPlace place =
        SessionPlace.parse(SessionPlace.of(ListedSession.of(sessions.open.remove(0))).format());

    assertThat(ids(ANYBODY, Optional.of(place), 2)).containsExactly("c");
  }

  @Test
  void aUserHasOnlyTheirOwn() {
    assertThat(ids(Optional.of("alice"), START, 9)).containsExactly("b");
    assertThat(ids(Optional.of("carol"), START, 9)).isEmpty();
  }

  @Test
  void endingIsRecordedAndSaysWhose() {
    administration.disconnect("b", OPS);
    assertThat(administration.disconnectAll("bob", OPS)).isEqualTo(2);

    assertThat(audit.lines()).containsExactly("session.end alice by ops", "session.end bob by ops");
    assertThat(sessions.ended).containsExactly("b DISCONNECTED", "bob DISCONNECTED");
  }

  @Test
  void whatIsNotThereIsNotEnded() {
    assertThatThrownBy(() -> administration.disconnect("x", OPS))
        .isInstanceOf(AdministrationException.class);
    assertThat(audit.events).isEmpty();
    assertThat(sessions.ended).isEmpty();
  }

  @Test
  void whatCannotBeRecordedDoesNotHappen() {
    audit.away = true;

    assertThatThrownBy(() -> administration.disconnect("b", OPS))
        .isInstanceOf(AuditException.class);
    assertThatThrownBy(() -> administration.disconnectAll("bob", OPS))
        .isInstanceOf(AuditException.class);
    assertThat(sessions.ended).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a", "yesterday b", " 2026-11-22T19:00:00Z"})
  void aPlaceThatIsNotOursIsRefused(String text) {
    assertThatThrownBy(() -> SessionPlace.parse(text)).isInstanceOf(AdministrationException.class);
  }

  private List<String> ids(Optional<String> user, Optional<SessionPlace> after, int limit) {
    return administration.list(user, after, limit).stream()
        .map(ListedSession::channelBinding)
        .toList();
  }
}
