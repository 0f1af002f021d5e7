package org.securechat.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.securechat.protocol.channel.Received;
import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;

/** Handshakes that succeed, in all the ways they can. */
class HandshakeTest {
  @Test
  void bothSidesKnowEachOtherAndTheSession() throws Exception {
    HandshakePair wire = HandshakePair.create().run();
    assertThat(wire.clientChannel().peer().leaf()).isEqualTo(HandshakePair.SERVER.leaf());
    assertThat(wire.serverChannel().peer().leaf()).isEqualTo(HandshakePair.ALICE.leaf());
    assertThat(wire.clientChannel().channelBinding())
        .matches("[0-9a-f]{64}")
        .isEqualTo(wire.serverChannel().channelBinding());
  }

  @Test
  void hybridAndTheLargeCipherArePreferred() throws Exception {
    SecureChannel channel = HandshakePair.create().run().serverChannel();
    assertThat(channel.group()).isEqualTo(NamedGroup.X25519MLKEM768);
    assertThat(channel.cipher()).isEqualTo(CipherSuite.AES256GCM_SHA384);
  }

  @Test
  void everySessionIsAnother() throws Exception {
    assertThat(HandshakePair.create().run().clientChannel().channelBinding())
        .isNotEqualTo(HandshakePair.create().run().clientChannel().channelBinding());
  }

  @Test
  void dataFlowsBothWays() throws Exception {
    HandshakePair wire = HandshakePair.create().run();
    assertThat(transfer(wire.clientChannel(), wire.serverChannel(), "hello")).isEqualTo("hello");
    assertThat(transfer(wire.serverChannel(), wire.clientChannel(), "welcome"))
        .isEqualTo("welcome");
    assertThat(transfer(wire.serverChannel(), wire.clientChannel(), "")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyGroupWorks(NamedGroup group) throws Exception {
    HandshakePair wire = HandshakePair.with(group).run();
    assertThat(wire.serverChannel().group()).isEqualTo(group);
    assertThat(transfer(wire.clientChannel(), wire.serverChannel(), "hello")).isEqualTo("hello");
  }

  @ParameterizedTest
  @EnumSource
  void everyGroupWorksAfterRetry(NamedGroup group) throws Exception {
    HandshakePair wire =
        new HandshakePair(HandshakePair.clientSettings().withShares(), onlyGroup(group)).run();
    assertThat(wire.seen).extracting(Frame::type).contains(FrameType.HELLO_RETRY);
    assertThat(wire.clientChannel().group()).isEqualTo(group);
    assertThat(transfer(wire.clientChannel(), wire.serverChannel(), "hello")).isEqualTo("hello");
  }

  @ParameterizedTest
  @EnumSource
  void everyCipherWorks(CipherSuite suite) throws Exception {
    NegotiationPolicy policy = NegotiationPolicy.DEFAULT.withCiphers(suite);
    HandshakePair wire =
        new HandshakePair(
                HandshakePair.clientSettings().withPolicy(policy), HandshakePair.serverSettings())
            .run();
    assertThat(wire.clientChannel().cipher()).isEqualTo(suite);
    assertThat(transfer(wire.clientChannel(), wire.serverChannel(), "hello")).isEqualTo("hello");
  }

  @ParameterizedTest
  @CsvSource({"ed25519, rsa2048", "rsa2048, p256", "p256, ed25519"})
  void everyKindOfKeyWorksOnBothSides(String clientKey, String serverKey) throws Exception {
    Credentials client = HandshakePair.PKI.client("alice").key(clientKey).issue();
    Credentials server = HandshakePair.PKI.server(HandshakePair.HOST).key(serverKey).issue();
    HandshakePair wire =
        new HandshakePair(
                HandshakePair.clientSettings(client), HandshakePair.serverSettings(server))
            .run();
    assertThat(wire.serverChannel().peer().scheme()).isEqualTo(client.scheme());
    assertThat(wire.clientChannel().peer().scheme()).isEqualTo(server.scheme());
  }

  @Test
  void chainsWithIntermediatesWork() throws Exception {
    Credentials client = HandshakePair.PKI.intermediate("Branch").client("alice").issue();
    HandshakePair wire =
        new HandshakePair(HandshakePair.clientSettings(client), HandshakePair.serverSettings())
            .run();
    assertThat(wire.serverChannel().peer().chain()).hasSize(2);
  }

  @Test
  @DisplayName("3.4: the server chooses by its own preference, whatever the client prefers")
  void theServersPreferenceDecides() throws Exception {
    NegotiationPolicy reversed =
        NegotiationPolicy.DEFAULT
            .withGroups(NamedGroup.FFDHE2048, NamedGroup.SECP256R1, NamedGroup.X25519)
            .withCiphers(CipherSuite.AES128GCM_SHA256, CipherSuite.AES256GCM_SHA384);
    HandshakePair wire =
        new HandshakePair(
                HandshakePair.clientSettings()
                    .withPolicy(reversed)
                    .withShares(NamedGroup.FFDHE2048, NamedGroup.SECP256R1, NamedGroup.X25519),
                HandshakePair.serverSettings())
            .run();
    assertThat(wire.clientChannel().group()).isEqualTo(NamedGroup.X25519);
    assertThat(new String(wire.seen.get(1).body(), StandardCharsets.UTF_8))
        .contains("aes256gcm-sha384");
  }

  @Test
  @DisplayName("3.4: without a group in common there is nothing to ask for")
  void noGroupInCommonIsUnsupported() {
    HandshakePair wire =
        new HandshakePair(
            HandshakePair.clientSettings()
                .withPolicy(NegotiationPolicy.DEFAULT.withGroups(NamedGroup.SECP256R1)),
            HandshakePair.serverSettings()
                .withPolicy(NegotiationPolicy.DEFAULT.withGroups(NamedGroup.X25519)));
    Alerts.assertAlert(AlertCode.UNSUPPORTED, wire::run);
  }

  @Test
  void cookieIsDemandedUnderLoad() throws Exception {
    ServerHandshake.Settings server =
        HandshakePair.serverSettings().withCookies(SecretBytes.random(32), () -> true);
    HandshakePair wire = new HandshakePair(HandshakePair.clientSettings(), server).run();
    assertThat(wire.seen)
        .extracting(Frame::type)
        .startsWith(
            FrameType.CLIENT_HELLO,
            FrameType.HELLO_RETRY,
            FrameType.CLIENT_HELLO,
            FrameType.SERVER_HELLO);
    assertThat(transfer(wire.clientChannel(), wire.serverChannel(), "hello")).isEqualTo("hello");
  }

  @Test
  void secondHelloRepeatsManySharesInTheirOrder() throws Exception {
    ServerHandshake.Settings server =
        HandshakePair.serverSettings().withCookies(SecretBytes.random(32), () -> true);
    ClientHandshake.Settings client =
        HandshakePair.clientSettings().withShares(NamedGroup.values());
    HandshakePair wire = new HandshakePair(client, server).run();
    assertThat(wire.clientState).isInstanceOf(ClientHandshakeState.Completed.class);
  }

  @Test
  void cookieIsGoodOnAnotherNodeWithTheSameKey() throws Exception {
    SecretBytes key = SecretBytes.random(32);
    ServerHandshake.Settings settings = HandshakePair.serverSettings().withCookies(key, () -> true);
    HandshakePair wire = new HandshakePair(HandshakePair.clientSettings(), settings);
    wire.start();
    wire.stepServer();
    wire.stepClient();
    ServerHandshake other = new ServerHandshake(settings);
    wire.toClient.addAll(other.receive(other.start(), wire.toServer.poll()).outgoing());
    while (!wire.toClient.isEmpty()) {
      wire.stepClient();
    }
    assertThat(wire.clientState).isInstanceOf(ClientHandshakeState.Completed.class);
  }

  @Test
  void bothKeyLogsHoldTheSameSecrets() throws Exception {
    List<String> client = new ArrayList<>();
    List<String> server = new ArrayList<>();
    new HandshakePair(
            HandshakePair.clientSettings().withKeyLog(client::add),
            HandshakePair.serverSettings().withKeyLog(server::add))
        .run();
    assertThat(client).hasSize(4).isEqualTo(server);
    assertThat(client.get(3)).matches("SERVER_TRAFFIC_SECRET_0 [0-9a-f]{64} [0-9a-f]{96}");
  }

  @Test
  void identitiesAreNotVisibleOnTheWire() throws Exception {
    HandshakePair wire = HandshakePair.create().run();
    for (Frame frame : wire.seen) {
      assertThat(new String(frame.encoded(), StandardCharsets.ISO_8859_1))
          .doesNotContain("alice", "chain", "Authority");
    }
  }

  private static ServerHandshake.Settings onlyGroup(NamedGroup group) {
    return HandshakePair.serverSettings().withPolicy(NegotiationPolicy.DEFAULT.withGroups(group));
  }

  private static String transfer(SecureChannel from, SecureChannel to, String text)
      throws Exception {
    List<Frame> frames = new ArrayList<>();
    from.send(text.getBytes(StandardCharsets.UTF_8), frames::add);
    Received received = to.receive(frames.get(0));
    return new String(((Received.Data) received).data(), StandardCharsets.UTF_8);
  }
}
