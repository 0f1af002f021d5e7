package org.securechat.protocol.handshake;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.securechat.protocol.channel.AlertFrames;
import org.securechat.protocol.channel.Content;
import org.securechat.protocol.channel.RecordSealer;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.TrafficSecret;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.ProtocolException;

/** Brings a handshake to a state, and makes any message there, sealed as the peer would seal it. */
@SuppressWarnings("EnumOrdinal") // the constants are in the order of the handshake, on purpose
final class HandshakeStates {
  private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

  private HandshakeStates() {}

  /** Every kind of message there is. */
  enum Kind {
    CLIENT_HELLO,
    SERVER_HELLO,
    HELLO_RETRY,
    PLAIN_ALERT,
    CERTIFICATE,
    CERTIFICATE_VERIFY,
    FINISHED,
    KEY_UPDATE,
    ALERT,
    CLOSE,
    APPLICATION
  }

  /** The server's states. */
  enum AtServer {
    CLIENT_HELLO,
    SECOND_CLIENT_HELLO,
    CLIENT_CERTIFICATE,
    CLIENT_VERIFY,
    CLIENT_FINISHED,
    COMPLETED,
    REFUSED
  }

  /** The client's states. */
  enum AtClient {
    SERVER_HELLO,
    SERVER_HELLO_AFTER_RETRY,
    SERVER_CERTIFICATE,
    SERVER_VERIFY,
    SERVER_FINISHED,
    COMPLETED,
    REFUSED
  }

  /** A wire whose server is in a state. */
  static HandshakePair at(AtServer state) throws ProtocolException {
    if (state == AtServer.SECOND_CLIENT_HELLO) {
      HandshakePair wire =
          new HandshakePair(
                  HandshakePair.clientSettings().withShares(), HandshakePair.serverSettings())
              .start();
      wire.stepServer();
      return wire;
    }
    HandshakePair wire = HandshakePair.create().start();
    if (state == AtServer.REFUSED) {
      wire.serverState = new ServerHandshakeState.Refused(AlertCode.TIMEOUT);
    } else if (state != AtServer.CLIENT_HELLO) {
      wire.stepServer();
      while (!wire.toClient.isEmpty()) {
        wire.stepClient();
      }
      for (int i = AtServer.CLIENT_CERTIFICATE.ordinal(); i < state.ordinal(); i++) {
        wire.stepServer();
      }
    }
    return wire;
  }

  /** A wire whose client is in a state. */
  static HandshakePair at(AtClient state) throws ProtocolException {
    if (state == AtClient.SERVER_HELLO_AFTER_RETRY) {
      HandshakePair wire =
          new HandshakePair(
                  HandshakePair.clientSettings().withShares(), HandshakePair.serverSettings())
              .start();
      wire.stepServer();
      wire.stepClient();
      return wire;
    }
    HandshakePair wire = HandshakePair.create().start();
    if (state == AtClient.REFUSED) {
      wire.clientState = new ClientHandshakeState.Refused(AlertCode.TIMEOUT);
    } else if (state != AtClient.SERVER_HELLO) {
      wire.stepServer();
      for (int i = AtClient.SERVER_HELLO_AFTER_RETRY.ordinal(); i < state.ordinal(); i++) {
        wire.stepClient();
      }
    }
    return wire;
  }

  /** A message to the server in its present state. */
  static Frame toServer(HandshakePair wire, AtServer state, Kind kind) {
    int sequence = Math.max(0, state.ordinal() - AtServer.CLIENT_CERTIFICATE.ordinal());
    return frame(kind, clientSecret(wire.serverState), sequence);
  }

  /** A message to the client in its present state. */
  static Frame toClient(HandshakePair wire, AtClient state, Kind kind) {
    int sequence = Math.max(0, state.ordinal() - AtClient.SERVER_CERTIFICATE.ordinal());
    return frame(kind, serverSecret(wire.clientState), sequence);
  }

  /** A record to the server with any data. */
  static Frame toServer(HandshakePair wire, AtServer state, Content content, byte[] data) {
    int sequence = state.ordinal() - AtServer.CLIENT_CERTIFICATE.ordinal();
    return sealerAt(clientSecret(wire.serverState), sequence).seal(content, data);
  }

  /** A record to the client with any data. */
  static Frame toClient(HandshakePair wire, AtClient state, Content content, byte[] data) {
    int sequence = state.ordinal() - AtClient.SERVER_CERTIFICATE.ordinal();
    return sealerAt(serverSecret(wire.clientState), sequence).seal(content, data);
  }

  private static Frame frame(Kind kind, TrafficSecret secret, int sequence) {
    return switch (kind) {
      case CLIENT_HELLO ->
          new ClientHandshake(HandshakePair.clientSettings()).start().outgoing().get(0);
      case SERVER_HELLO -> Frame.of(FrameType.SERVER_HELLO, EMPTY_OBJECT);
      case HELLO_RETRY -> new HelloRetry(Optional.empty(), new byte[] {1}).frame();
      case PLAIN_ALERT -> AlertFrames.plaintext(AlertCode.OVERLOADED);
      case ALERT ->
          sealerAt(secret, sequence).seal(Content.ALERT, AlertFrames.content(AlertCode.OVERLOADED));
      case KEY_UPDATE, CLOSE ->
          sealerAt(secret, sequence).seal(Content.valueOf(kind.name()), new byte[0]);
      default -> sealerAt(secret, sequence).seal(Content.valueOf(kind.name()), EMPTY_OBJECT);
    };
  }

  private static RecordSealer sealerAt(TrafficSecret secret, int sequence) {
    RecordSealer sealer = new RecordSealer(secret);
    for (int i = 0; i < sequence; i++) {
      sealer.seal(Content.APPLICATION, new byte[0]);
    }
    return sealer;
  }

  private static TrafficSecret clientSecret(ServerHandshakeState state) {
    if (state instanceof AwaitingClientCertificate awaiting) {
      return awaiting.keys().handshake().traffic().client();
    }
    if (state instanceof AwaitingClientVerify awaiting) {
      return awaiting.keys().handshake().traffic().client();
    }
    if (state instanceof AwaitingClientFinished awaiting) {
      return awaiting.keys().handshake().traffic().client();
    }
    return anySecret();
  }

  private static TrafficSecret serverSecret(ClientHandshakeState state) {
    if (state instanceof AwaitingServerCertificate awaiting) {
      return awaiting.keys().handshake().traffic().server();
    }
    if (state instanceof AwaitingServerVerify awaiting) {
      return awaiting.keys().handshake().traffic().server();
    }
    if (state instanceof AwaitingServerFinished awaiting) {
      return awaiting.keys().handshake().traffic().server();
    }
    return anySecret();
  }

  /** For states without keys, in which no record can be right. */
  private static TrafficSecret anySecret() {
    return TrafficSecret.of(CipherSuite.AES256GCM_SHA384, new byte[48]);
  }
}
