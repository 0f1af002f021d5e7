package org.securechat.protocol.handshake;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.securechat.protocol.channel.AlertFrames;
import org.securechat.protocol.channel.Content;
import org.securechat.protocol.channel.Message;
import org.securechat.protocol.channel.RecordOpener;
import org.securechat.protocol.channel.RecordSealer;
import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.crypto.KeySchedule.MasterSecrets;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.ServerNames;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The client's side of the handshake. Immutable and thread-safe; everything about one connection is
 * in its {@link ClientHandshakeState}.
 */
public final class ClientHandshake {
  private final Settings settings;
  private final ClientHelloFlight helloFlight;

  /** A client. */
  public ClientHandshake(Settings settings) {
    this.settings = settings;
    this.helloFlight = new ClientHelloFlight(settings);
  }

  /** Begins a connection: the state, and the ClientHello to send. */
  public ClientStep start() {
    return helloFlight.start();
  }

  /**
   * Advances by one frame.
   *
   * @throws ProtocolException if the handshake cannot go on; the caller sends {@link #alert} of the
   *     state that it passed in, and closes
   */
  public ClientStep receive(ClientHandshakeState state, Frame frame) throws ProtocolException {
    return switch (state) {
      case AwaitingServerHello awaiting -> hello(awaiting, frame);
      case AwaitingServerCertificate(var keys) -> certificate(keys, frame);
      case AwaitingServerVerify(var keys, var peer) -> verify(keys, peer, frame);
      case AwaitingServerFinished(var keys, var peer) -> finished(keys, peer, frame);
      case ClientHandshakeState.Completed _, ClientHandshakeState.Refused _ ->
          throw new ProtocolException(AlertCode.UNEXPECTED_MESSAGE, "the handshake is over");
    };
  }

  /**
   * This side's last frame in a handshake: in the clear before keys exist, sealed afterwards. The
   * state's keys are wiped.
   *
   * @throws IllegalArgumentException for a final state: a completed handshake's channel sends its
   *     own alerts, and a server that has left is sent none
   */
  public Frame alert(ClientHandshakeState state, AlertCode alert) {
    try {
      // PROTOCOL.md §5: in the clear as long as this side has no keys to seal with.
      return switch (state) {
        case AwaitingServerHello _ -> AlertFrames.plaintext(alert);
        case AwaitingServerCertificate(var keys) -> sealed(keys, alert);
        case AwaitingServerVerify(var keys, _) -> sealed(keys, alert);
        case AwaitingServerFinished(var keys, _) -> sealed(keys, alert);
        case ClientHandshakeState.Completed _, ClientHandshakeState.Refused _ ->
            throw new IllegalArgumentException("the handshake is over");
      };
    } finally {
      state.destroy();
    }
  }

  private static Frame sealed(ClientHandshakeKeys keys, AlertCode alert) {
    return keys.sealer().seal(Content.ALERT, AlertFrames.content(alert));
  }

  private ClientStep hello(AwaitingServerHello state, Frame frame) throws ProtocolException {
    if (frame.type() == FrameType.ALERT) {
      AlertCode code = AlertFrames.parse(frame);
      state.destroy();
      return ClientStep.to(new ClientHandshakeState.Refused(code));
    }
    return frame.type() == FrameType.HELLO_RETRY
        ? helloFlight.retry(state, frame)
        : helloFlight.agree(state, frame);
  }

  private static ClientStep refused(ClientHandshakeKeys keys, Message alert)
      throws ProtocolException {
    AlertCode code = AlertFrames.parse(alert.data());
    keys.destroy();
    return ClientStep.to(new ClientHandshakeState.Refused(code));
  }

  private ClientStep certificate(ClientHandshakeKeys keys, Frame frame) throws ProtocolException {
    Message message = keys.opener().open(frame);
    if (message.content() == Content.ALERT) {
      return refused(keys, message);
    }
    List<byte[]> chain = Authentication.readChain(message, keys.handshake().transcript());
    PeerIdentity peer = settings.rules().verifyEncoded(chain, Purpose.SERVER);
    // PROTOCOL.md §6: a client MUST check that the certificate is for the host that was asked for.
    if (!ServerNames.matches(peer.leaf(), settings.serverName())) {
      throw new ProtocolException(
          AlertCode.BAD_CERTIFICATE, peer.leaf().getSubjectX500Principal() + " is another server");
    }
    return ClientStep.to(new AwaitingServerVerify(keys, peer));
  }

  private ClientStep verify(ClientHandshakeKeys keys, PeerIdentity peer, Frame frame)
      throws ProtocolException {
    Message message = keys.opener().open(frame);
    if (message.content() == Content.ALERT) {
      return refused(keys, message);
    }
    Authentication.checkVerify(
        Side.SERVER, message, peer, settings.policy().signatures(), keys.handshake().transcript());
    return ClientStep.to(new AwaitingServerFinished(keys, peer));
  }

  private ClientStep finished(ClientHandshakeKeys keys, PeerIdentity peer, Frame frame)
      throws ProtocolException {
    Message message = keys.opener().open(frame);
    if (message.content() == Content.ALERT) {
      return refused(keys, message);
    }
    KeyedHandshake handshake = keys.handshake();
    Authentication.checkFinished(message, handshake.traffic().server(), handshake.transcript());
    // PROTOCOL.md §12: nothing of the client's own is sent before all of the server's is verified.
    MasterSecrets master = handshake.master();
    List<Frame> proof =
        Authentication.prove(
            Side.CLIENT,
            settings.credentials(),
            handshake.transcript(),
            handshake.traffic().client(),
            keys.sealer());
    SecureChannel channel = channel(master, peer, handshake.group());
    keys.destroy();
    return new ClientStep(new ClientHandshakeState.Completed(channel), new ArrayList<>(proof));
  }

  private SecureChannel channel(MasterSecrets master, PeerIdentity peer, NamedGroup group) {
    SecureChannel.HandshakeResult result =
        new SecureChannel.HandshakeResult(master.exporter().channelBinding(), peer, group);
    master.exporter().close();
    return new SecureChannel(
        result,
        new RecordSealer(master.application().client()),
        new RecordOpener(master.application().server()),
        settings.clock());
  }

  /**
   * What a client needs. Start from {@link #of} and change what differs.
   *
   * @param credentials the user's own
   * @param rules by which servers are accepted
   * @param serverName what was dialled: a DNS name or an address as text
   * @param clock for key lifetimes
   * @param random for hellos and keys; thread-safe
   * @param policy what to offer
   * @param shares the groups to send shares for at once; each one of the policy. An empty list lets
   *     the server choose and costs a round trip
   * @param keyLog if present, takes one line a secret, in the NSS format. Who has them reads the
   *     traffic
   */
  public record Settings(
      Credentials credentials,
      CertificateRules rules,
      String serverName,
      Clock clock,
      SecureRandom random,
      NegotiationPolicy policy,
      List<NamedGroup> shares,
      Optional<Consumer<String>> keyLog) {
    private static final int DEFAULT_SHARES = 2;

    /** Checks that nothing is missing. */
    public Settings {
      Objects.requireNonNull(credentials, "credentials");
      Objects.requireNonNull(rules, "rules");
      Objects.requireNonNull(serverName, "serverName");
      Objects.requireNonNull(clock, "clock");
      Objects.requireNonNull(random, "random");
      Objects.requireNonNull(keyLog, "keyLog");
      shares = List.copyOf(shares);
      if (!policy.groups().containsAll(shares)) {
        throw new IllegalArgumentException("a share for a group that is not offered");
      }
    }

    /** Everything on, shares for the two best groups, no key log. */
    public static Settings of(
        Credentials credentials, CertificateRules rules, String serverName, Clock clock) {
      return new Settings(
          credentials,
          rules,
          serverName,
          clock,
          Providers.random(),
          NegotiationPolicy.DEFAULT,
          firstOf(NegotiationPolicy.DEFAULT),
          Optional.empty());
    }

    /** With another policy, and shares for its two best groups. */
    public Settings withPolicy(NegotiationPolicy other) {
      return new Settings(
          credentials, rules, serverName, clock, random, other, firstOf(other), keyLog);
    }

    /** With shares for other groups. */
    public Settings withShares(NamedGroup... others) {
      return new Settings(
          credentials, rules, serverName, clock, random, policy, List.of(others), keyLog);
    }

    /** With a key log. */
    public Settings withKeyLog(Consumer<String> otherKeyLog) {
      return new Settings(
          credentials, rules, serverName, clock, random, policy, shares, Optional.of(otherKeyLog));
    }

    private static List<NamedGroup> firstOf(NegotiationPolicy policy) {
      List<NamedGroup> groups = policy.groups();
      return groups.subList(0, Math.min(DEFAULT_SHARES, groups.size()));
    }
  }
}
