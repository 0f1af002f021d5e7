package org.securechat.client.attack.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.attack.target.AttackSocket;
import org.securechat.client.attack.target.Target;
import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.handshake.ClientHandshake;
import org.securechat.protocol.handshake.ClientHandshakeState;
import org.securechat.protocol.handshake.ClientStep;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;

/** The protocol engine's handshake on a socket. */
public final class WellBehavedHandshake {
  private WellBehavedHandshake() {}

  public static ClientHandshake of(Target target, Credentials credentials) {
    return new ClientHandshake(
        ClientHandshake.Settings.of(
            credentials, target.rules(), target.server().host(), target.clock()));
  }

  static SecureChannel on(AttackSocket socket, Target target, Credentials credentials)
      throws ClientException, IOException, ProtocolException {
    ClientHandshake handshake = of(target, credentials);
    ClientStep step = handshake.start();
    while (true) {
      write(socket, step.outgoing());
      switch (step.next()) {
        case ClientHandshakeState.Completed completed -> {
          return completed.channel();
        }
        case ClientHandshakeState.Refused refused ->
            throw new ClientException(
                "the server refused an honest handshake: " + refused.alert(), "");
        default -> step = handshake.receive(step.next(), next(socket));
      }
    }
  }

  private static Frame next(AttackSocket socket)
      throws ClientException, IOException, ProtocolException {
    return socket
        .read()
        .orElseThrow(() -> new ClientException("the server hung up on an honest handshake", ""));
  }

  private static void write(AttackSocket socket, List<Frame> frames) {
    try {
      frames.forEach(socket::write);
    } catch (UncheckedIOException _) {
      // A server that refuses the first of them closes; its reason can still be read.
    }
  }
}
