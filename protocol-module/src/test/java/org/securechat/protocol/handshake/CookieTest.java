package org.securechat.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.handshake.Alerts.assertAlert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.testkit.MutableClock;
import org.securechat.testkit.TestPki;

class CookieTest {
  private static final byte[] ADDRESS = {127, 0, 0, 1};
  private static final Cookies.Remembered REMEMBERED =
      new Cookies.Remembered(
          CipherSuite.AES256GCM_SHA384,
          Optional.of(NamedGroup.SECP256R1),
          new byte[32],
          new byte[48]);

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

  /** The address goes into the MAC with its length: no byte can pass from one to the other. */
  @Test
  void noByteOfTheCookieCanBeTakenForOneOfTheAddress() {
    for (int moved = 1; moved <= 8; moved++) {
      byte[] longer = Arrays.copyOf(ADDRESS, ADDRESS.length + moved);
      System.arraycopy(cookie, 0, longer, ADDRESS.length, moved);
      byte[] shorter = Arrays.copyOfRange(cookie, moved, cookie.length);
      assertAlert(AlertCode.BAD_FRAME, () -> cookies.open(shorter, longer));
    }
  }

  @Test
  void cookieIsTakenOnce() throws Exception {
    cookies.open(cookie, ADDRESS);
    assertAlert(AlertCode.BAD_FRAME, () -> cookies.open(cookie, ADDRESS));
    assertThat(cookies.open(cookies.create(another(1), ADDRESS), ADDRESS)).isNotNull();
  }

  @Test
  void cookieIsRememberedForAsLongAsItIsValid() throws Exception {
    MutableClock clock = new MutableClock(TestPki.NOW);
    Cookies moving = new Cookies(key, clock);
    clock.advance(Limits.HANDSHAKE_TIMEOUT.minusMillis(1));
    byte[] late = moving.create(REMEMBERED, ADDRESS);
    moving.open(late, ADDRESS);
    clock.advance(Limits.HANDSHAKE_TIMEOUT);
    moving.open(moving.create(another(2), ADDRESS), ADDRESS);
    assertAlert(AlertCode.BAD_FRAME, () -> moving.open(late, ADDRESS));
  }

  @Test
  void whatCannotBeRememberedIsRefusedAndForgottenInTime() throws Exception {
    MutableClock clock = new MutableClock(TestPki.NOW);
    UsedCookies used = new UsedCookies(clock);
    for (int i = 0; i < UsedCookies.MAX_PERIOD; i++) {
      used.take(ByteBuffer.allocate(32).putInt(i).array());
    }
    byte[] oneMore = ByteBuffer.allocate(32).putInt(-1).array();
    assertAlert(AlertCode.OVERLOADED, () -> used.take(oneMore));
    clock.advance(Limits.HANDSHAKE_TIMEOUT);
    used.take(oneMore);
    assertAlert(AlertCode.BAD_FRAME, () -> used.take(new byte[32]));
    clock.advance(Limits.HANDSHAKE_TIMEOUT.multipliedBy(2));
    used.take(new byte[32]);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"server_name\":\"elsewhere.example\"",
        "\"random\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"",
        "\"signatures\":[\"ed25519\"]",
        "\"protocol\":[\"securechat/1\",\"securechat/2\"]",
        "\"ciphers\":[\"aes256gcm-sha384\",\"aes128gcm-sha256\",\"unknown\"]",
        "\"unknown\":1",
        "\"unknown\":null",
        "\"unknown\":{\"deep\":[true]}"
      })
  void secondHelloWithAnythingElseIsRefused(String change) throws Exception {
    HandshakePair wire = retried();
    ObjectNode hello = Json.parse(wire.toServer.poll().body());
    hello.setAll(Json.parse(("{" + change + "}").getBytes(StandardCharsets.UTF_8)));
    Frame second = Frame.of(FrameType.CLIENT_HELLO, Json.write(hello));
    assertAlert(AlertCode.BAD_FRAME, () -> wire.server.receive(wire.serverState, second));
  }

  @Test
  void secondHelloWithFieldsInAnotherOrderIsTheSame() throws Exception {
    HandshakePair wire = retried();
    ObjectNode hello = Json.parse(wire.toServer.poll().body());
    ObjectNode reversed = Json.object();
    List<String> names = new ArrayList<>();
    hello.fieldNames().forEachRemaining(names::add);
    names.reversed().forEach(name -> reversed.set(name, hello.get(name)));
    Frame second = Frame.of(FrameType.CLIENT_HELLO, Json.write(reversed));
    assertThat(wire.server.receive(wire.serverState, second).outgoing()).hasSize(4);
  }

  @Test
  void secondHelloWithOneShareTooManyIsRefused() throws Exception {
    byte[] share = NamedGroup.X25519.offer(new SecureRandom()).share();
    assertSecondHelloRefused(hello ->
        new ClientHello(
            hello.random(),
            hello.ciphers(),
            List.of(hello.shares().getFirst(), new KeyShare("x25519", share)),
            hello.groups(),
            hello.signatures(),
            hello.serverName(),
            hello.cookie()));
  }

  /** A retry that asks for a cookie alone wants the same shares again. */
  @Test
  void secondHelloWithFreshSharesIsRefusedWhereNoneWereAskedFor() throws Exception {
    HandshakePair wire =
        new HandshakePair(
                HandshakePair.clientSettings(),
                HandshakePair.serverSettings().withCookies(SecretBytes.random(32), () -> true))
            .start();
    wire.stepServer();
    wire.stepClient();
    Frame good = wire.toServer.poll();
    ClientHello hello = ClientHello.parse(good);
    NamedGroup group = NamedGroup.of(hello.shares().getFirst().group()).orElseThrow();
    byte[] share = group.offer(new SecureRandom()).share();
    ClientHello other =
        new ClientHello(
            hello.random(),
            hello.ciphers(),
            List.of(new KeyShare(group.wireName(), share)),
            hello.groups(),
            hello.signatures(),
            hello.serverName(),
            hello.cookie());
    Frame second = other.frame();
    assertAlert(AlertCode.BAD_FRAME, () -> wire.server.receive(wire.serverState, second));
    assertAlert(AlertCode.BAD_FRAME, () -> wire.server.receive(wire.serverState, good));
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

  private static Cookies.Remembered another(int fill) {
    byte[] hash = new byte[48];
    Arrays.fill(hash, (byte) fill);
    return new Cookies.Remembered(
        CipherSuite.AES256GCM_SHA384, Optional.empty(), new byte[32], hash);
  }

  private Cookies later(Duration by) {
    return new Cookies(key, Clock.fixed(TestPki.NOW.plus(by), ZoneOffset.UTC));
  }
}
