package org.securechat.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.handshake.Alerts.assertAlert;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.handshake.HandshakeStates.AtClient;
import org.securechat.protocol.handshake.HandshakeStates.AtServer;
import org.securechat.protocol.handshake.HandshakeStates.Kind;
import org.securechat.protocol.wire.AlertCode;

/**
 * PROTOCOL.md 13.1 and 13.2, the rows of the handshake: every state against every message. What is
 * not in these two tables is {@code unexpected_message}.
 */
class OutOfPlaceTest {
  private static final Map<AtServer, Set<Kind>> IN_PLACE_AT_SERVER =
      Map.of(
          AtServer.CLIENT_HELLO, EnumSet.of(Kind.CLIENT_HELLO, Kind.PLAIN_ALERT),
          // the CLIENT_HELLO of this test has no cookie, and is therefore out of place
          AtServer.SECOND_CLIENT_HELLO, EnumSet.of(Kind.PLAIN_ALERT),
          AtServer.CLIENT_CERTIFICATE, EnumSet.of(Kind.CERTIFICATE, Kind.ALERT, Kind.PLAIN_ALERT),
          AtServer.CLIENT_VERIFY, EnumSet.of(Kind.CERTIFICATE_VERIFY, Kind.ALERT),
          AtServer.CLIENT_FINISHED, EnumSet.of(Kind.FINISHED, Kind.ALERT),
          AtServer.COMPLETED, EnumSet.noneOf(Kind.class),
          AtServer.REFUSED, EnumSet.noneOf(Kind.class));

  private static final Map<AtClient, Set<Kind>> IN_PLACE_AT_CLIENT =
      Map.of(
          AtClient.SERVER_HELLO, EnumSet.of(Kind.SERVER_HELLO, Kind.HELLO_RETRY, Kind.PLAIN_ALERT),
          AtClient.SERVER_HELLO_AFTER_RETRY, EnumSet.of(Kind.SERVER_HELLO, Kind.PLAIN_ALERT),
          AtClient.SERVER_CERTIFICATE, EnumSet.of(Kind.CERTIFICATE, Kind.ALERT),
          AtClient.SERVER_VERIFY, EnumSet.of(Kind.CERTIFICATE_VERIFY, Kind.ALERT),
          AtClient.SERVER_FINISHED, EnumSet.of(Kind.FINISHED, Kind.ALERT),
          AtClient.COMPLETED, EnumSet.noneOf(Kind.class),
          AtClient.REFUSED, EnumSet.noneOf(Kind.class));

  @DisplayName("13.1: what has no cell in the server's table is unexpected_message")
  @ParameterizedTest(name = "server awaiting {0} is sent {1}")
  @MethodSource
  void outOfPlaceAtServer(AtServer state, Kind kind) throws Exception {
    HandshakePair wire = HandshakeStates.at(state);
    assertAlert(
        AlertCode.UNEXPECTED_MESSAGE,
        () -> wire.server.receive(wire.serverState, HandshakeStates.toServer(wire, state, kind)));
  }

  static Stream<Arguments> outOfPlaceAtServer() {
    return Stream.of(AtServer.values())
        .flatMap(state ->
            EnumSet.complementOf(EnumSet.copyOf(IN_PLACE_AT_SERVER.get(state))).stream()
                .map(kind -> Arguments.of(state, kind)));
  }

  @DisplayName("13.2: what has no cell in the client's table is unexpected_message")
  @ParameterizedTest(name = "client awaiting {0} is sent {1}")
  @MethodSource
  void outOfPlaceAtClient(AtClient state, Kind kind) throws Exception {
    HandshakePair wire = HandshakeStates.at(state);
    assertAlert(
        AlertCode.UNEXPECTED_MESSAGE,
        () -> wire.client.receive(wire.clientState, HandshakeStates.toClient(wire, state, kind)));
  }

  static Stream<Arguments> outOfPlaceAtClient() {
    return Stream.of(AtClient.values())
        .flatMap(state ->
            EnumSet.complementOf(EnumSet.copyOf(IN_PLACE_AT_CLIENT.get(state))).stream()
                .map(kind -> Arguments.of(state, kind)));
  }

  @Test
  void theTablesCoverEveryState() {
    assertThat(IN_PLACE_AT_SERVER.keySet()).containsExactlyInAnyOrder(AtServer.values());
    assertThat(IN_PLACE_AT_CLIENT.keySet()).containsExactlyInAnyOrder(AtClient.values());
    assertThat(outOfPlaceAtServer()).hasSize(67);
    assertThat(outOfPlaceAtClient()).hasSize(66);
  }

  /** The other half: without it the tests above could pass on a broken stage. */
  @ParameterizedTest
  @EnumSource(
      value = AtServer.class,
      names = {"CLIENT_CERTIFICATE", "CLIENT_VERIFY", "CLIENT_FINISHED"})
  @DisplayName("13.1, column Alert: the connection ends without an answer")
  void alertIsInPlaceAtServer(AtServer state) throws Exception {
    HandshakePair wire = HandshakeStates.at(state);
    assertThat(
            wire.server
                .receive(wire.serverState, HandshakeStates.toServer(wire, state, Kind.ALERT))
                .next())
        .isEqualTo(new ServerHandshakeState.Refused(AlertCode.OVERLOADED));
  }

  @ParameterizedTest
  @EnumSource(
      value = AtClient.class,
      names = {"SERVER_CERTIFICATE", "SERVER_VERIFY", "SERVER_FINISHED"})
  @DisplayName("13.2, column Alert: the connection ends without an answer")
  void alertIsInPlaceAtClient(AtClient state) throws Exception {
    HandshakePair wire = HandshakeStates.at(state);
    assertThat(
            wire.client
                .receive(wire.clientState, HandshakeStates.toClient(wire, state, Kind.ALERT))
                .next())
        .isEqualTo(new ClientHandshakeState.Refused(AlertCode.OVERLOADED));
  }

  @ParameterizedTest
  @EnumSource(
      value = AtServer.class,
      names = {"CLIENT_HELLO", "SECOND_CLIENT_HELLO", "CLIENT_CERTIFICATE"})
  @DisplayName("13.1, column Alert in the clear: only before the client's first record")
  void plaintextAlertIsInPlaceBeforeTheClientsFirstRecord(AtServer state) throws Exception {
    HandshakePair wire = HandshakeStates.at(state);
    assertThat(
            wire.server
                .receive(wire.serverState, HandshakeStates.toServer(wire, state, Kind.PLAIN_ALERT))
                .next())
        .isEqualTo(new ServerHandshakeState.Refused(AlertCode.OVERLOADED));
  }
}
