package org.securechat.client.attack.modern;

import static org.securechat.protocol.wire.AlertCode.BAD_FRAME;
import static org.securechat.protocol.wire.AlertCode.TIMEOUT;
import static org.securechat.protocol.wire.AlertCode.TOO_LARGE;
import static org.securechat.protocol.wire.AlertCode.UNEXPECTED_MESSAGE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Answers;
import org.securechat.client.attack.target.AttackNotPossibleException;
import org.securechat.client.attack.target.AttackSocket;
import org.securechat.client.attack.target.Reaction;
import org.securechat.client.attack.target.SlowWriter;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/** What any client that reaches the port can send before there are keys. */
final class FrameAttacks {
  private static final Duration PATIENCE = Limits.HANDSHAKE_TIMEOUT.plusSeconds(8);
  private static final int KNOWN_TYPES = FrameType.values().length;

  private FrameAttacks() {}

  static List<Scenario> all() {
    Expected malformed = Expected.alert(BAD_FRAME);
    Expected misplaced = Expected.alert(UNEXPECTED_MESSAGE);
    return List.of(
        bytes(
            "frame-oversized",
            "a frame that says it is one byte longer than allowed",
            Expected.alert(TOO_LARGE),
            header(Limits.MAX_FRAME_LENGTH + 1, 1)),
        bytes(
            "frame-huge",
            "a frame that says it has 4 GiB",
            Expected.alert(TOO_LARGE),
            header(-1, 1)),
        bytes("frame-empty", "a frame of length zero", malformed, new byte[4]),
        bytes("frame-type-zero", "a frame of type 0", malformed, header(1, 0)),
        bytes(
            "frame-type-unknown",
            "a frame of a type that does not exist",
            malformed,
            header(1, KNOWN_TYPES + 1)),
        bytes(
            "frame-http",
            "a request in HTTP",
            Expected.alert(TOO_LARGE),
            "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
        bytes(
            "state-record-first",
            "a record before there are keys",
            misplaced,
            Frame.of(FrameType.RECORD, new byte[80]).encoded()),
        bytes(
            "state-server-hello",
            "a ServerHello to a server",
            misplaced,
            Frame.of(FrameType.SERVER_HELLO, new byte[] {'{', '}'}).encoded()),
        bytes(
            "state-hello-retry",
            "a HelloRetry to a server",
            misplaced,
            Frame.of(FrameType.HELLO_RETRY, new byte[] {'{', '}'}).encoded()),
        Scenario.slow(
            "slow-frame",
            "a frame of which a byte comes each second",
            Expected.alert(TIMEOUT),
            FrameAttacks::slow),
        Scenario.slow(
            "slow-silence",
            "a connection on which nothing is said",
            Expected.alert(TIMEOUT),
            FrameAttacks::silence));
  }

  private static byte[] header(int length, int type) {
    return ByteBuffer.allocate(5).putInt(length).put((byte) type).array();
  }

  static Scenario bytes(String id, String does, Expected expected, byte[] bytes) {
    return Scenario.of(
        id,
        does,
        expected,
        attacker -> {
          try (AttackSocket socket = attacker.connect()) {
            attacker.sends(does);
            socket.write(bytes);
            return Answers.inTheClear(socket);
          }
        });
  }

  private static Reaction slow(Attacker attacker)
      throws AttackNotPossibleException, IOException, ProtocolException {
    byte[] frame = Frame.of(FrameType.CLIENT_HELLO, new byte[200]).encoded();
    try (AttackSocket socket = attacker.connect()) {
      attacker.sends("a ClientHello of which a byte comes each second");
      try (SlowWriter _ = SlowWriter.start(socket.out(), frame)) {
        return Answers.inTheClear(socket, PATIENCE);
      }
    }
  }

  private static Reaction silence(Attacker attacker)
      throws AttackNotPossibleException, IOException, ProtocolException {
    try (AttackSocket socket = attacker.connect()) {
      attacker.sends("nothing");
      return Answers.inTheClear(socket, PATIENCE);
    }
  }
}
