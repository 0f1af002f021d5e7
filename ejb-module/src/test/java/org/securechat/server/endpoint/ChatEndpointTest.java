package org.securechat.server.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.connector.contract.InFlightPermit;
import org.securechat.connector.contract.ProtocolViolation;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.channel.Received;
import org.securechat.protocol.handshake.ServerHandshake;
import org.securechat.protocol.handshake.ServerHandshakeState;
import org.securechat.protocol.handshake.ServerStep;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.audit.AuditSettings;
import org.securechat.server.chat.ChatAccess;
import org.securechat.server.endpoint.ConnectionState.Authenticated;
import org.securechat.server.endpoint.ConnectionState.Handshaking;
import org.securechat.server.endpoint.ConnectionState.Leaving;
import org.securechat.server.endpoint.ConnectionState.LoggedIn;
import org.securechat.server.endpoint.ConnectionState.Refused;
import org.securechat.server.endpoint.ConnectionState.Serving;
import org.securechat.server.handshake.HandshakeLoad;
import org.securechat.server.handshake.HandshakeService;
import org.securechat.server.metrics.ChatMetrics;
import org.securechat.server.metrics.Metrics;
import org.securechat.server.receipt.TestAuthority;
import org.securechat.server.testing.FakeConnection;
import org.securechat.server.testing.TestPeer;

/** PROTOCOL.md 13.1: what each state does with what it receives. */
class ChatEndpointTest {
  private static final TestAuthority AUTHORITY = new TestAuthority();

  private final TestPeer peer = new TestPeer("alice");
  private final FakeConnection connection = peer.wire();
  private final HandshakeLoad load = new HandshakeLoad();
  private final Handshakes handshakes = new Handshakes();
  private final Requests requests = new Requests();
  private final List<AuditEvent> audited = new ArrayList<>();
  private final ChatEndpoint endpoint =
      new ChatEndpoint(
          handshakes,
          requests,
          load,
          Clock.systemUTC(),
          new ChatMetrics(new Metrics()),
          new AccessAudit(
              new AuditLog() {
                @Override
                public void later(AuditEvent event) {
                  audited.add(event);
                }
              },
              new AuditSettings(false)));

  @Test
  void aNewConnectionBeginsAHandshake() {
    endpoint.opened(connection);

    assertThat(state()).isInstanceOf(Handshaking.class);
    assertThat(load.unfinished()).isEqualTo(1);
    assertThat(connection.takeSent()).isEmpty();
  }

  @Test
  void anUnfinishedHandshakeGoesOnAndItsAnswersAreSent() {
    endpoint.opened(connection);
    Frame answer = handshakes.real.alert(handshakes.real.start(), AlertCode.TIMEOUT);
    handshakes.next = new ServerStep(handshakes.real.start(), List.of(answer));

    endpoint.frame(connection, aFrame());

    assertThat(state()).isInstanceOf(Handshaking.class);
    assertThat(connection.takeSent()).hasSize(1);
    assertThat(load.unfinished()).isEqualTo(1);
  }

  @Test
  void aCompleteHandshakeEstablishesTheConnection() {
    authenticate();

    assertThat(state()).isInstanceOf(Authenticated.class);
    assertThat(connection.isEstablished()).isTrue();
    assertThat(load.unfinished()).isZero();
  }

  @Test
  @DisplayName("13.1: an alert of the peer during the handshake ends it without an answer")
  void aHandshakeThatThePeerEnds() {
    endpoint.opened(connection);
    handshakes.next =
        new ServerStep(new ServerHandshakeState.Refused(AlertCode.BAD_CERTIFICATE), List.of());

    endpoint.frame(connection, aFrame());

    assertEndedWithoutAnswer(Refused.class);
    assertThat(load.unfinished()).isZero();
    assertThat(audited).isEmpty();
  }

  @Test
  @DisplayName("5: a handshake that fails gets one alert in the clear, with no reason in it")
  void aHandshakeThatFails() throws Exception {
    endpoint.opened(connection);
    handshakes.failure = new ProtocolException(AlertCode.BAD_CERTIFICATE, "CN=alice is odd");

    endpoint.frame(connection, aFrame());

    assertThat(state()).isInstanceOf(Refused.class);
    assertThat(connection.isOpen()).isFalse();
    List<byte[]> sent = connection.takeSent();
    assertThat(sent).hasSize(1);
    assertThat(new String(sent.get(0), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("alice");
    assertThat(load.unfinished()).isZero();
    assertThat(audited).hasSize(1);
  }

  @Test
  void aFailureOfFormIsNotAudited() throws Exception {
    endpoint.opened(connection);
    handshakes.failure = new ProtocolException(AlertCode.BAD_FRAME, "too short");

    endpoint.frame(connection, aFrame());

    assertThat(audited).isEmpty();
  }

  @Test
  void afterARefusalWhateverArrivesIsDropped() throws Exception {
    endpoint.opened(connection);
    handshakes.failure = new ProtocolException(AlertCode.BAD_FRAME, "too short");
    endpoint.frame(connection, aFrame());
    connection.takeSent();

    endpoint.frame(connection, aFrame());
    endpoint.frame(connection, new byte[] {0});

    assertThat(connection.takeSent()).isEmpty();
    assertThat(handshakes.calls).isEqualTo(1);
  }

  @Test
  @DisplayName("13.1: an application message goes to the requests of its state")
  void anApplicationMessageIsDispatched() {
    authenticate();

    endpoint.frame(connection, peer.frame(new Request.Ping(1)));

    assertThat(requests.dispatched).isEqualTo(1);
    assertThat(state()).isInstanceOf(Authenticated.class);
  }

  @Test
  @DisplayName("what has arrived meanwhile is served in its order by one call of the bean")
  void waitingFramesAreTakenAlong() {
    authenticate();
    byte[] first = peer.frame(new Request.Ping(1));
    connection.arrive(peer.frame(new Request.Ping(2)));
    connection.arrive(peer.sealed(peer.client()::sendKeyUpdate));
    connection.arrive(peer.frame(new Request.Ping(3)));

    endpoint.frame(connection, first);

    assertThat(requests.calls).isEqualTo(1);
    assertThat(requests.dispatched).isEqualTo(3);
    assertThat(state()).isInstanceOf(Authenticated.class);
  }

  @Test
  void whatWaitsBehindAForgedRecordIsNotServed() {
    authenticate();
    byte[] first = peer.frame(new Request.Ping(1));
    byte[] forged = peer.frame(new Request.Ping(2));
    forged[forged.length - 1] ^= 1;
    connection.arrive(forged);
    connection.arrive(peer.frame(new Request.Ping(3)));

    endpoint.frame(connection, first);

    assertAlerted(AlertCode.BAD_RECORD);
    assertThat(requests.dispatched).isEqualTo(1);
  }

  @Test
  void whatWaitsBehindAGoodbyeIsNotServed() {
    authenticate();
    byte[] first = peer.frame(new Request.Ping(1));
    connection.arrive(peer.sealed(peer.client()::sendClose));
    connection.arrive(first);

    endpoint.frame(connection, first);

    assertThat(requests.dispatched).isEqualTo(1);
    assertThat(requests.ended).isEqualTo(1);
    assertThat(state()).isInstanceOf(Leaving.class);
  }

  @Test
  @DisplayName("a request that leads to another state ends the call; what waits is that state's")
  void anotherStateEndsTheCall() {
    authenticate();
    requests.after = new Leaving(peer.connection());
    byte[] first = peer.frame(new Request.Bye(1));
    connection.arrive(peer.frame(new Request.Ping(2)));

    endpoint.frame(connection, first);

    assertThat(requests.calls).isEqualTo(1);
    assertThat(requests.dispatched).isEqualTo(1);
    assertThat(connection.nextFrame()).isNull();
  }

  @Test
  @DisplayName(
      "13.1: what waits behind a request that a lane finishes meanwhile is the new state's")
  void aStateThatALaneBringsMeanwhileHoldsForTheNextFrame() {
    authenticate();
    byte[] first = peer.frame(new Request.Ping(1));
    connection.arrive(peer.frame(new Request.Ping(2)));
    connection.arrive(peer.frame(new Request.Ping(3)));
    LoggedIn loggedIn =
        new LoggedIn(peer.connection(), ChatAccess.session("alice", peer.connection()));
    connection.beforeNextFrame(() -> connection.state(loggedIn));

    endpoint.frame(connection, first);

    assertThat(requests.states).hasSize(3);
    assertThat(requests.states.getFirst()).isInstanceOf(Authenticated.class);
    assertThat(requests.states.subList(1, 3)).containsOnly(loggedIn);
  }

  @Test
  void whatWaitsBehindAFarewellThatALaneFinishesIsDropped() {
    authenticate();
    byte[] first = peer.frame(new Request.Ping(1));
    connection.arrive(peer.frame(new Request.Ping(2)));
    connection.beforeNextFrame(() -> connection.state(new Leaving(peer.connection())));

    endpoint.frame(connection, first);

    assertThat(requests.dispatched).isEqualTo(1);
  }

  @Test
  void aConnectionThatIsHeldIsLeftAlone() {
    authenticate();
    byte[] first = peer.frame(new Request.Ping(1));
    connection.arrive(peer.frame(new Request.Ping(2)));
    InFlightPermit held = connection.hold();

    endpoint.frame(connection, first);

    assertThat(requests.dispatched).isEqualTo(1);
    held.release();
    assertThat(connection.nextFrame()).isNotNull();
  }

  @Test
  void theStateAfterARequestIsKept() {
    authenticate();
    requests.after = new Leaving(peer.connection());

    endpoint.frame(connection, peer.frame(new Request.Bye(1)));

    assertThat(state()).isSameAs(requests.after);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("13.1, established and logged in: KeyUpdate changes nothing but the key")
  void aKeyUpdateIsTaken(boolean loggedIn) {
    reach(loggedIn);

    endpoint.frame(connection, peer.sealed(peer.client()::sendKeyUpdate));
    endpoint.frame(connection, peer.frame(new Request.Ping(1)));

    assertThat(requests.dispatched).isEqualTo(1);
    assertThat(connection.takeSent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("13.1, established and logged in: Close ends the connection without an answer")
  void closeEndsTheConnection(boolean loggedIn) {
    reach(loggedIn);

    endpoint.frame(connection, peer.sealed(peer.client()::sendClose));

    assertEndedWithoutAnswer(Leaving.class);
    assertThat(requests.ended).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("13.1, established and logged in: an alert ends the connection without an answer")
  void anAlertEndsTheConnection(boolean loggedIn) {
    reach(loggedIn);

    endpoint.frame(
        connection, peer.sealed(wire -> peer.client().sendAlert(AlertCode.INTERNAL_ERROR, wire)));

    assertEndedWithoutAnswer(Leaving.class);
    assertThat(requests.ended).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT_HELLO,false",
    "SERVER_HELLO,false",
    "HELLO_RETRY,false",
    "ALERT,false",
    "CLIENT_HELLO,true",
    "SERVER_HELLO,true",
    "HELLO_RETRY,true",
    "ALERT,true"
  })
  @DisplayName("13.1, established and logged in: what has no keys is unexpected_message")
  void aFrameWithoutKeysEndsTheConnection(FrameType type, boolean loggedIn) {
    reach(loggedIn);

    endpoint.frame(connection, Frame.of(type, new byte[] {'{', '}'}).payload());

    assertAlerted(AlertCode.UNEXPECTED_MESSAGE);
    assertThat(requests.dispatched).isZero();
  }

  @Test
  @DisplayName("5: a record that does not open is bad_record, and the connection ends")
  void aForgedRecordEndsTheConnection() {
    authenticate();
    byte[] forged = peer.frame(new Request.Ping(1));
    forged[forged.length - 1] ^= 1;

    endpoint.frame(connection, forged);

    assertAlerted(AlertCode.BAD_RECORD);
    assertThat(requests.dispatched).isZero();
  }

  @Test
  @DisplayName("4: a repeated record is bad_record")
  void aReplayedRecordEndsTheConnection() {
    authenticate();
    byte[] record = peer.frame(new Request.Ping(1));
    endpoint.frame(connection, record);

    endpoint.frame(connection, record);

    assertAlerted(AlertCode.BAD_RECORD);
    assertThat(requests.dispatched).isEqualTo(1);
  }

  @Test
  void aDefectIsAnInternalErrorAndEndsTheConnection() {
    authenticate();
    requests.failure = new IllegalStateException("a defect");

    endpoint.frame(connection, peer.frame(new Request.Ping(1)));

    assertAlerted(AlertCode.INTERNAL_ERROR);
  }

  @Test
  @DisplayName("13.1: in the state leaving everything is dropped")
  void leavingDropsEverything() {
    authenticate();
    connection.state(new Leaving(peer.connection()));

    endpoint.frame(connection, peer.frame(new Request.Ping(1)));
    endpoint.frame(connection, new byte[] {0});
    endpoint.protocolViolation(connection, ProtocolViolation.IDLE_TIMEOUT);

    assertThat(connection.takeSent()).isEmpty();
    assertThat(requests.dispatched).isZero();
    assertThat(requests.ended).isZero();
  }

  @ParameterizedTest
  @EnumSource(ProtocolViolation.class)
  @DisplayName("5: every violation is told once, by an alert under the keys")
  void aViolationUnderKeys(ProtocolViolation violation) {
    authenticate();

    endpoint.protocolViolation(connection, violation);
    endpoint.protocolViolation(connection, violation);

    assertThat(peer.records()).singleElement().isInstanceOf(Received.Alerted.class);
    assertThat(requests.ended).isEqualTo(1);
    assertThat(connection.isOpen()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(ProtocolViolation.class)
  @DisplayName("5: every violation before keys is told once, in the clear")
  void aViolationBeforeKeys(ProtocolViolation violation) {
    endpoint.opened(connection);

    endpoint.protocolViolation(connection, violation);
    endpoint.protocolViolation(connection, violation);

    assertThat(connection.takeSent()).hasSize(1);
    assertThat(load.unfinished()).isZero();
  }

  @Test
  void aConnectionThatClosesDuringTheHandshakeNoLongerCounts() {
    endpoint.opened(connection);

    endpoint.closed(connection);
    endpoint.closed(connection);

    assertThat(load.unfinished()).isZero();
  }

  @Test
  void aConnectionThatClosesForgetsItsKeysAndEndsItsSession() {
    authenticate();

    endpoint.closed(connection);

    assertThat(requests.ended).isEqualTo(1);
    peer.connection().close();
    assertThat(connection.takeSent()).as("nothing can be sealed any more").isEmpty();
  }

  @Test
  void aLeavingConnectionThatClosesForgetsItsKeysAndEndsNothingTwice() {
    authenticate();
    endpoint.frame(connection, peer.sealed(peer.client()::sendClose));

    endpoint.closed(connection);

    assertThat(requests.ended).isEqualTo(1);
    peer.connection().close();
    assertThat(connection.takeSent()).isEmpty();
  }

  @Test
  void aConnectionOfWhichNothingIsKnownMayClose() {
    assertThatCode(() -> endpoint.closed(connection)).doesNotThrowAnyException();
  }

  private void authenticate() {
    endpoint.opened(connection);
    handshakes.next = new ServerStep(new ServerHandshakeState.Completed(peer.server()), List.of());
    endpoint.frame(connection, aFrame());
  }

  private void reach(boolean loggedIn) {
    authenticate();
    if (loggedIn) {
      connection.state(
          new LoggedIn(peer.connection(), ChatAccess.session("alice", peer.connection())));
    }
  }

  /** Any frame in the clear; the handshake is scripted. */
  private byte[] aFrame() {
    return handshakes.real.alert(handshakes.real.start(), AlertCode.TIMEOUT).payload();
  }

  private Object state() {
    return connection.state();
  }

  private void assertEndedWithoutAnswer(Class<? extends ConnectionState> expected) {
    assertThat(state()).isInstanceOf(expected);
    assertThat(connection.isOpen()).isFalse();
    assertThat(connection.takeSent()).isEmpty();
  }

  private void assertAlerted(AlertCode code) {
    assertThat(state()).isInstanceOf(Leaving.class);
    assertThat(connection.isOpen()).isFalse();
    assertThat(peer.records()).containsExactly(new Received.Alerted(code));
    assertThat(requests.ended).isEqualTo(1);
  }

  private static final class Handshakes extends HandshakeService {
    private final ServerHandshake real =
        new ServerHandshake(
            ServerHandshake.Settings.of(
                AUTHORITY.issue("server", KeyPurposeId.id_kp_serverAuth),
                AUTHORITY.rules(),
                Clock.systemUTC()));
    private ServerStep next;
    private ProtocolException failure;
    private int calls;

    @Override
    public ServerHandshakeState start(InetSocketAddress peer) {
      return real.start();
    }

    @Override
    public ServerStep advance(ServerHandshakeState state, Frame frame) throws ProtocolException {
      calls++;
      if (failure != null) {
        throw failure;
      }
      return next;
    }

    @Override
    public Frame alert(ServerHandshakeState state, AlertCode code) {
      return real.alert(state, code);
    }
  }

  private static final class Requests extends RequestDispatcher {
    private final List<Serving> states = new ArrayList<>();
    private ConnectionState after;
    private RuntimeException failure;
    private int calls;
    private int dispatched;
    private int ended;

    @Override
    public void dispatch(
        Serving state, byte[] first, Supplier<byte[]> more, Consumer<ConnectionState> next) {
      calls++;
      for (byte[] message = first; message != null; message = more.get()) {
        states.add(state);
        serve(next);
      }
    }

    private void serve(Consumer<ConnectionState> next) {
      dispatched++;
      if (failure != null) {
        throw failure;
      }
      if (after != null) {
        next.accept(after);
      }
    }

    @Override
    public void ended(Serving state) {
      ended++;
    }
  }
}
