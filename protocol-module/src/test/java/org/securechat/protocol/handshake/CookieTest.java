package org.securechat.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.handshake.Alerts.assertAlert;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.testkit.TestPki;

class CookieTest {
  private static final byte[] ADDRESS = {127, 0, 0, 1};
  private static final Cookies.Remembered REMEMBERED =
      new Cookies.Remembered(
          CipherSuite.AES256GCM_SHA384, Optional.of(NamedGroup.SECP256R1), new byte[48]);

  private final SecretBytes key = SecretBytes.random(32);
  private final Cookies cookies = new Cookies(key, TestPki.CLOCK);
  private final byte[] cookie = cookies.create(REMEMBERED, ADDRESS);

  @Test
  void cookieRemembers() throws Exception {
    Cookies.Remembered read = cookies.open(cookie, ADDRESS);
    assertThat(read.suite()).isEqualTo(REMEMBERED.suite());
    assertThat(read.group()).isEqualTo(REMEMBERED.group());
    assertThat(read.helloHash()).isEqualTo(REMEMBERED.helloHash());
  }

  @Test
  void everyFlippedByteIsRefused() {
    for (int i = 0; i < cookie.length; i++) {
      byte[] flipped = cookie.clone();
      flipped[i] ^= 1;
      assertAlert(AlertCode.BAD_FRAME, () -> cookies.open(flipped, ADDRESS));
    }
  }

  @Test
  void truncatedCookieIsRefused() {
    for (int length = 0; length < cookie.length; length++) {
      byte[] cut = Arrays.copyOf(cookie, length);
      assertAlert(AlertCode.BAD_FRAME, () -> cookies.open(cut, ADDRESS));
    }
  }

  @Test
  void cookieOfAnotherServerIsRefused() {
    Cookies other = new Cookies(SecretBytes.random(32), TestPki.CLOCK);
    assertAlert(AlertCode.BAD_FRAME, () -> other.open(cookie, ADDRESS));
  }

  @Test
  void cookieOfAnotherAddressIsRefused() {
    assertAlert(AlertCode.BAD_FRAME, () -> cookies.open(cookie, new byte[] {127, 0, 0, 2}));
    assertAlert(AlertCode.BAD_FRAME, () -> cookies.open(cookie, new byte[0]));
  }

  @Test
  void cookieLivesAsLongAsAHandshakeMayTake() throws Exception {
    assertThat(later(Limits.HANDSHAKE_TIMEOUT).open(cookie, ADDRESS)).isNotNull();
    assertAlert(
        AlertCode.TIMEOUT,
        () -> later(Limits.HANDSHAKE_TIMEOUT.plusMillis(1)).open(cookie, ADDRESS));
  }

  @Test
  void secondHelloWithAnotherCipherIsRefused() throws Exception {
    assertSecondHelloRefused(hello ->
        new ClientHello(
            hello.random(),
            List.of("aes128gcm-sha256"),
            hello.shares(),
            hello.groups(),
            hello.signatures(),
            hello.serverName(),
            hello.cookie()));
  }

  @Test
  void secondHelloWithoutTheShareAskedForIsRefused() throws Exception {
    assertSecondHelloRefused(hello ->
        new ClientHello(
            hello.random(),
            hello.ciphers(),
            List.of(),
            hello.groups(),
            hello.signatures(),
            hello.serverName(),
            hello.cookie()));
  }

  @Test
  void secondHelloWithoutTheGroupAskedForIsRefused() throws Exception {
    byte[] share = NamedGroup.X25519.offer(new SecureRandom()).share();
    assertSecondHelloRefused(hello ->
        new ClientHello(
            hello.random(),
            hello.ciphers(),
            List.of(new KeyShare("x25519", share)),
            List.of("x25519"),
            hello.signatures(),
            hello.serverName(),
            hello.cookie()));
  }

  @Test
  void retryKeepsNoState() throws Exception {
    HandshakePair wire = retried();
    AwaitingClientHello state = (AwaitingClientHello) wire.serverState;
    assertThat(state.retried()).isTrue();
    wire.serverState = wire.server.start();
    while (!wire.toServer.isEmpty() || !wire.toClient.isEmpty()) {
      if (!wire.toServer.isEmpty()) {
        wire.stepServer();
      } else {
        wire.stepClient();
      }
    }
    assertThat(wire.serverState).isInstanceOf(ServerHandshakeState.Completed.class);
  }

  private interface Change {
    ClientHello apply(ClientHello hello);
  }

  private static void assertSecondHelloRefused(Change change) throws ProtocolException {
    HandshakePair wire = retried();
    Frame second = change.apply(ClientHello.parse(wire.toServer.poll())).frame();
    assertAlert(AlertCode.BAD_FRAME, () -> wire.server.receive(wire.serverState, second));
  }

  /** A client that offered no share has answered the retry. */
  private static HandshakePair retried() throws ProtocolException {
    HandshakePair wire =
        new HandshakePair(
                HandshakePair.clientSettings().withShares(), HandshakePair.serverSettings())
            .start();
    wire.stepServer();
    wire.stepClient();
    return wire;
  }

  private Cookies later(Duration by) {
    return new Cookies(key, Clock.fixed(TestPki.NOW.plus(by), ZoneOffset.UTC));
  }
}
