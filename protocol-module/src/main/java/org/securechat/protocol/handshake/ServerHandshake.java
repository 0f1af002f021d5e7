package org.securechat.protocol.handshake;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.securechat.protocol.channel.AlertFrames;
import org.securechat.protocol.channel.Content;
import org.securechat.protocol.channel.Message;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The server's side of the handshake. Immutable and thread-safe; everything about one connection is
 * in its {@link ServerHandshakeState}.
 */
public final class ServerHandshake {
  private final Settings settings;
  private final ServerHelloFlight helloFlight;

  /** A server. */
  public ServerHandshake(Settings settings) {
    this.settings = settings;
    this.helloFlight = new ServerHelloFlight(settings);
  }

  /** The state of a new connection, with cookies that are valid for any address. */
  public ServerHandshakeState start() {
    return start(new byte[0]);
  }

  /**
   * The state of a new connection.
   *
   * @param peerAddress the raw IP address to which cookies are bound; empty for none
   */
  public ServerHandshakeState start(byte[] peerAddress) {
    return new AwaitingClientHello(peerAddress.clone(), false);
  }

  /**
   * Advances by one frame.
   *
   * @throws ProtocolException if the handshake cannot go on; the caller sends {@link #alert} of the
   *     state that it passed in, and closes
   */
  public ServerStep receive(ServerHandshakeState state, Frame frame) throws ProtocolException {
    return switch (state) {
      case AwaitingClientHello awaiting ->
          frame.type() == FrameType.ALERT ? refused(frame) : helloFlight.answer(awaiting, frame);
      // PROTOCOL.md §5: only here an alert in the clear, since a client whose first record could be
      // opened has keys for its alerts.
      case AwaitingClientCertificate awaiting ->
          frame.type() == FrameType.ALERT ? refused(frame) : certificate(awaiting, frame);
      case AwaitingClientVerify awaiting -> verify(awaiting, frame);
      case AwaitingClientFinished awaiting -> finished(awaiting, frame);
      case ServerHandshakeState.Completed _, ServerHandshakeState.Refused _ ->
          throw new ProtocolException(AlertCode.UNEXPECTED_MESSAGE, "the handshake is over");
    };
  }

  /**
   * This side's last frame in a handshake: in the clear before keys exist, sealed afterwards. The
   * state's keys are wiped.
   *
   * @throws IllegalArgumentException for a final state: a completed handshake's channel sends its
   *     own alerts, and a client that has left is sent none
   */
  public Frame alert(ServerHandshakeState state, AlertCode alert) {
    try {
      return switch (state) {
        case AwaitingClientHello _ -> AlertFrames.plaintext(alert);
        // PROTOCOL.md §3.8: the server writes with application keys as soon as it has sent
        // Finished.
        case AwaitingClientCertificate(var keys) -> sealed(keys, alert);
        case AwaitingClientVerify(var keys, _) -> sealed(keys, alert);
        case AwaitingClientFinished(var keys, _) -> sealed(keys, alert);
        case ServerHandshakeState.Completed _, ServerHandshakeState.Refused _ ->
            throw new IllegalArgumentException("the handshake is over");
      };
    } finally {
      state.destroy();
    }
  }

  private static Frame sealed(ServerHandshakeKeys keys, AlertCode alert) {
    return keys.sealer().seal(Content.ALERT, AlertFrames.content(alert));
  }

  private static ServerStep refused(Frame frame) throws ProtocolException {
    return ServerStep.to(new ServerHandshakeState.Refused(AlertFrames.parse(frame)));
  }

  private static ServerStep refused(ServerHandshakeKeys keys, Message alert)
      throws ProtocolException {
    AlertCode code = AlertFrames.parse(alert.data());
    keys.destroy();
    return ServerStep.to(new ServerHandshakeState.Refused(code));
  }

  private ServerStep certificate(AwaitingClientCertificate state, Frame frame)
      throws ProtocolException {
    ServerHandshakeKeys keys = state.keys();
    Message message = keys.opener().open(frame);
    if (message.content() == Content.ALERT) {
      return refused(keys, message);
    }
    List<byte[]> chain = Authentication.readChain(message, keys.handshake().transcript());
    PeerIdentity peer = settings.rules().verifyEncoded(chain, Purpose.CLIENT);
    return ServerStep.to(new AwaitingClientVerify(keys, peer));
  }

  private ServerStep verify(AwaitingClientVerify state, Frame frame) throws ProtocolException {
    ServerHandshakeKeys keys = state.keys();
    Message message = keys.opener().open(frame);
    if (message.content() == Content.ALERT) {
      return refused(keys, message);
    }
    Authentication.checkVerify(
        Side.CLIENT,
        message,
        state.peer(),
        settings.policy().signatures(),
        keys.handshake().transcript());
    return ServerStep.to(new AwaitingClientFinished(keys, state.peer()));
  }

  private ServerStep finished(AwaitingClientFinished state, Frame frame) throws ProtocolException {
    ServerHandshakeKeys keys = state.keys();
    Message message = keys.opener().open(frame);
    if (message.content() == Content.ALERT) {
      return refused(keys, message);
    }
    KeyedHandshake handshake = keys.handshake();
    Authentication.checkFinished(message, handshake.traffic().client(), handshake.transcript());
    return ServerStep.to(
        new ServerHandshakeState.Completed(keys.complete(state.peer(), settings.clock())));
  }

  /**
   * What a server needs. Start from {@link #of} and change what differs.
   *
   * @param credentials the server's own
   * @param rules by which clients are accepted
   * @param clock for cookies and key lifetimes
   * @param random for hellos and keys; thread-safe
   * @param policy what to choose
   * @param cookieKey 32 bytes, the same on every node that may see a cookie again
   * @param demandCookie asked at every ClientHello without a cookie: true makes the client come
   *     again, which costs it a round trip and this side next to nothing
   * @param keyLog if present, takes one line a secret, in the NSS format. Who has them reads the
   *     traffic
   */
  public record Settings(
      Credentials credentials,
      CertificateRules rules,
      Clock clock,
      SecureRandom random,
      NegotiationPolicy policy,
      SecretBytes cookieKey,
      BooleanSupplier demandCookie,
      Optional<Consumer<String>> keyLog) {
    private static final int COOKIE_KEY_LENGTH = 32;

    /** Checks that nothing is missing. */
    public Settings {
      Objects.requireNonNull(credentials, "credentials");
      Objects.requireNonNull(rules, "rules");
      Objects.requireNonNull(clock, "clock");
      Objects.requireNonNull(random, "random");
      Objects.requireNonNull(policy, "policy");
      Objects.requireNonNull(demandCookie, "demandCookie");
      Objects.requireNonNull(keyLog, "keyLog");
      if (cookieKey.length() < COOKIE_KEY_LENGTH) {
        throw new IllegalArgumentException("a cookie key has 32 bytes");
      }
    }

    /** Everything on, no cookies demanded, a cookie key of this process, no key log. */
    public static Settings of(Credentials credentials, CertificateRules rules, Clock clock) {
      return new Settings(
          credentials,
          rules,
          clock,
          Providers.random(),
          NegotiationPolicy.DEFAULT,
          SecretBytes.random(COOKIE_KEY_LENGTH),
          () -> false,
          Optional.empty());
    }

    /** With another policy. */
    public Settings withPolicy(NegotiationPolicy other) {
      return new Settings(
          credentials, rules, clock, random, other, cookieKey, demandCookie, keyLog);
    }

    /** With another cookie key, and a judge of when to demand cookies. */
    public Settings withCookies(SecretBytes otherKey, BooleanSupplier otherDemand) {
      return new Settings(credentials, rules, clock, random, policy, otherKey, otherDemand, keyLog);
    }

    /** With a key log. */
    public Settings withKeyLog(Consumer<String> otherKeyLog) {
      return new Settings(
          credentials,
          rules,
          clock,
          random,
          policy,
          cookieKey,
          demandCookie,
          Optional.of(otherKeyLog));
    }
  }
}
