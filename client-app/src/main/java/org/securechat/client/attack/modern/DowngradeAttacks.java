package org.securechat.client.attack.modern;

import static org.securechat.protocol.wire.AlertCode.BAD_RECORD;
import static org.securechat.protocol.wire.AlertCode.UNSUPPORTED;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.function.Consumer;
import org.securechat.client.ClientException;
import org.securechat.client.attack.client.WellBehavedHandshake;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.AttackSocket;
import org.securechat.client.attack.target.Reaction;
import org.securechat.client.attack.target.Target;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.handshake.ClientHandshake;
import org.securechat.protocol.handshake.ClientHandshakeState;
import org.securechat.protocol.handshake.ClientStep;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.ProtocolException;

/**
 * An attacker between a well-behaved client and the server changes a hello in flight, so that the
 * two agree on something weaker. The keys depend on both hellos: the client cannot read the
 * server's proof, and the handshake must end there on both sides.
 */
final class DowngradeAttacks {
  private DowngradeAttacks() {}

  static List<Scenario> all() {
    return List.of(
        inFlight(
            "downgrade-strip-hybrid",
            "the post-quantum group taken out of a ClientHello in flight",
            FrameType.CLIENT_HELLO,
            Expected.noticed(BAD_RECORD),
            DowngradeAttacks::stripHybrid),
        inFlight(
            "downgrade-strip-cipher",
            "the stronger cipher taken out of a ClientHello in flight",
            FrameType.CLIENT_HELLO,
            Expected.noticed(BAD_RECORD),
            hello -> remove(hello, "ciphers", CipherSuite.AES256GCM_SHA384.wireName())),
        inFlight(
            "downgrade-strip-signatures",
            "a signature scheme taken out of a ClientHello in flight",
            FrameType.CLIENT_HELLO,
            Expected.noticed(BAD_RECORD),
            hello -> remove(hello, "signatures", "rsa_pss_rsae_sha256")),
        inFlight(
            "downgrade-swap-cipher",
            "the server's choice of cipher changed in flight",
            FrameType.SERVER_HELLO,
            Expected.noticed(BAD_RECORD),
            hello -> hello.put("cipher", CipherSuite.AES128GCM_SHA256.wireName())),
        inFlight(
            "downgrade-swap-group",
            "the server's choice of group changed in flight to one that was not offered",
            FrameType.SERVER_HELLO,
            Expected.noticed(UNSUPPORTED),
            hello -> hello.put("group", "ffdhe1024")));
  }

  private static void stripHybrid(ObjectNode hello) {
    String hybrid = NamedGroup.X25519MLKEM768.wireName();
    remove(hello, "groups", hybrid);
    ArrayNode shares = (ArrayNode) hello.get("shares");
    for (int i = shares.size() - 1; i >= 0; i--) {
      if (hybrid.equals(shares.get(i).get("group").asText())) {
        shares.remove(i);
      }
    }
  }

  private static void remove(ObjectNode hello, String list, String name) {
    ArrayNode names = (ArrayNode) hello.get(list);
    for (int i = names.size() - 1; i >= 0; i--) {
      if (name.equals(names.get(i).asText())) {
        names.remove(i);
      }
    }
  }

  private static Scenario inFlight(
      String id, String does, FrameType type, Expected expected, Consumer<ObjectNode> change) {
    return Scenario.of(
        id,
        does,
        expected,
        attacker -> {
          attacker.sends("an honest handshake, but with " + does);
          try (AttackSocket socket = attacker.connect()) {
            return relay(attacker.target(), socket, type, change);
          }
        });
  }

  private static Reaction relay(
      Target target, AttackSocket socket, FrameType type, Consumer<ObjectNode> change)
      throws ClientException, IOException, ProtocolException {
    ClientHandshake client = WellBehavedHandshake.of(target, target.credentials());
    ClientStep step = client.start();
    while (!(step.next() instanceof ClientHandshakeState.Completed)) {
      for (Frame frame : step.outgoing()) {
        socket.write(changed(frame, type, change));
      }
      Frame answer =
          socket
              .read()
              .orElseThrow(() -> new ClientException("the server hung up at the hello", ""));
      ClientHandshakeState before = step.next();
      try {
        step = client.receive(before, changed(answer, type, change));
      } catch (ProtocolException e) {
        return serverEnds(socket, client.alert(before, e.alert()), e.alert());
      }
      if (step.next() instanceof ClientHandshakeState.Refused refused) {
        return Reaction.alert(refused.alert());
      }
    }
    return Reaction.granted("client and server agree on it without noticing");
  }

  private static Frame changed(Frame frame, FrameType type, Consumer<ObjectNode> change)
      throws ClientException {
    if (frame.type() != type) {
      return frame;
    }
    try {
      ObjectNode hello = Json.parse(frame.body());
      change.accept(hello);
      return Frame.of(type, Json.write(hello));
    } catch (JsonException e) {
      throw new ClientException("a hello cannot be read: " + e.getMessage(), "");
    }
  }

  /**
   * The client's alert is under keys that the server does not have; that must be an end as well.
   */
  private static Reaction serverEnds(AttackSocket socket, Frame alert, AlertCode code)
      throws IOException, ProtocolException {
    socket.write(alert);
    long end = System.nanoTime() + socket.patience().toNanos();
    try {
      while (System.nanoTime() < end) {
        if (socket.read().isEmpty()) {
          return Reaction.noticed(code);
        }
      }
    } catch (SocketTimeoutException _) {
      // Said below.
    }
    return Reaction.granted("the client notices (" + code.code() + "), the server stays connected");
  }
}
