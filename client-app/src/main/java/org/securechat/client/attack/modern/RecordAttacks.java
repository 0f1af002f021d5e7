package org.securechat.client.attack.modern;

import static org.securechat.protocol.wire.AlertCode.BAD_FRAME;
import static org.securechat.protocol.wire.AlertCode.BAD_RECORD;
import static org.securechat.protocol.wire.AlertCode.UNEXPECTED_MESSAGE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.securechat.client.ClientException;
import org.securechat.client.attack.client.WellBehavedClient;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.channel.Content;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.ProtocolException;

/** What an attacker on the network can do to sealed records: each must end the connection. */
final class RecordAttacks {
  private static final int TAG = 16;
  private static final int INNER_HEADER = 5;

  /** A ping is shorter than this, so its record has padding. */
  private static final int SMALLEST_BUCKET = 64;

  private RecordAttacks() {}

  static List<Scenario> all() {
    Expected refused = Expected.alert(BAD_RECORD);
    return List.of(
        Scenario.of("replay-record", "the same record twice", refused, RecordAttacks::replay),
        Scenario.of(
            "replay-record-elsewhere",
            "a record of one connection in another of the same user",
            refused,
            RecordAttacks::elsewhere),
        Scenario.of("reflect-record", "the server's own record", refused, RecordAttacks::reflect),
        Scenario.of("drop-record", "a record left out", refused, RecordAttacks::drop),
        Scenario.of("reorder-records", "two records swapped", refused, RecordAttacks::reorder),
        tampered("content", "its first byte changed, the content", body -> flip(body, 0)),
        tampered("length", "its sealed length changed", body -> flip(body, 3)),
        tampered("data", "its data changed", body -> flip(body, INNER_HEADER + 2)),
        tampered("padding", "its padding changed", body -> flip(body, SMALLEST_BUCKET - 1)),
        tampered("tag", "its authentication tag changed", body -> flip(body, body.length - 1)),
        tampered("longer", "a byte added to it", body -> Arrays.copyOf(body, body.length + 1)),
        tampered("shorter", "a byte of it cut off", body -> Arrays.copyOf(body, body.length - 1)),
        tampered("stub", "all but four bytes of it cut off", body -> Arrays.copyOf(body, 4)),
        Scenario.of(
            "tamper-record-type",
            "a record that says it is a ClientHello",
            Expected.alert(UNEXPECTED_MESSAGE),
            RecordAttacks::otherType),
        Scenario.of(
            "truncate-stream",
            "the stream ends inside a record",
            Expected.alert(BAD_FRAME),
            RecordAttacks::truncate),
        forged("content-unknown", "sealed content of an unknown kind", () -> inside(99, 2, 64)),
        forged("length-beyond", "a sealed length beyond the record", () -> inside(7, 4000, 64)),
        forged("padding-odd", "padding to no bucket", () -> inside(7, 2, 70)),
        forged("padding-excess", "padding to a bigger bucket", () -> inside(7, 2, 256)),
        forged("padding-nonzero", "padding with something hidden in it", RecordAttacks::hidden));
  }

  private static Reaction replay(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    try (WellBehavedClient session = attacker.logIn()) {
      Frame ping = session.sealedPing();
      attacker.sends("a ping, sealed");
      session.socket().write(ping);
      Reaction first = session.reaction();
      if (first.kind() != Reaction.Kind.GRANTED) {
        throw new ClientException("an honest ping was answered by " + first, "");
      }
      attacker.sends("the same bytes again");
      session.writeIfPossible(ping.encoded());
      return session.reaction();
    }
  }

  private static Reaction elsewhere(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    try (WellBehavedClient one = attacker.logIn();
        WellBehavedClient other = attacker.logIn()) {
      attacker.sends("a ping sealed in one connection, in another at the same place");
      other.writeIfPossible(one.sealedPing().encoded());
      return other.reaction();
    }
  }

  private static Reaction reflect(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    try (WellBehavedClient session = attacker.logIn()) {
      session.socket().write(session.sealedPing());
      Optional<Frame> answer = session.socket().read();
      Frame pong = answer.orElseThrow(() -> new ClientException("no answer to an honest ping", ""));
      attacker.sends("the server's answer to a ping, back to it");
      session.writeIfPossible(pong.encoded());
      // The answer was not opened here, so the next record opens only after it.
      return session.reactionAfter(pong);
    }
  }

  private static Reaction drop(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    try (WellBehavedClient session = attacker.logIn()) {
      session.sealedPing();
      attacker.sends("the second of two sealed pings");
      session.writeIfPossible(session.sealedPing().encoded());
      return session.reaction();
    }
  }

  private static Reaction reorder(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    try (WellBehavedClient session = attacker.logIn()) {
      Frame first = session.sealedPing();
      Frame second = session.sealedPing();
      attacker.sends("two sealed pings, the second one first");
      session.writeIfPossible(second.encoded());
      session.writeIfPossible(first.encoded());
      return session.reaction();
    }
  }

  private static Scenario tampered(String region, String what, UnaryOperator<byte[]> change) {
    return Scenario.of(
        "tamper-record-" + region,
        "a record, " + what,
        Expected.alert(BAD_RECORD),
        attacker -> {
          try (WellBehavedClient session = attacker.logIn()) {
            byte[] body = change.apply(session.sealedPing().body());
            attacker.sends("a sealed ping, " + what);
            session.writeIfPossible(Frame.of(FrameType.RECORD, body).encoded());
            return session.reaction();
          }
        });
  }

  private static byte[] flip(byte[] bytes, int place) {
    byte[] changed = bytes.clone();
    changed[place] ^= 1;
    return changed;
  }

  private static Reaction otherType(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    try (WellBehavedClient session = attacker.logIn()) {
      attacker.sends("a sealed ping as a frame of type 1");
      byte[] body = session.sealedPing().body();
      session.writeIfPossible(Frame.of(FrameType.CLIENT_HELLO, body).encoded());
      return session.reaction();
    }
  }

  private static Reaction truncate(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    try (WellBehavedClient session = attacker.logIn()) {
      byte[] ping = session.sealedPing().encoded();
      attacker.sends("a sealed ping without its last " + TAG + " bytes, and the end of the stream");
      session.writeIfPossible(Arrays.copyOf(ping, ping.length - TAG));
      session.socket().finish();
      return session.reaction();
    }
  }

  /** A record that only who holds the keys can make, and that is wrong inside. */
  private static Scenario forged(String id, String what, Inside inside) {
    return Scenario.of(
        "record-" + id,
        what,
        Expected.alert(BAD_RECORD),
        attacker -> {
          try (ScriptedHandshake handshake = ScriptedHandshake.greet(attacker)) {
            handshake.complete(attacker.target().credentials());
            attacker.sends("after a correct handshake a properly sealed record: " + what);
            return handshake.sendInside(inside.make()).reaction();
          }
        });
  }

  private interface Inside {
    byte[] make();
  }

  /** content || length || zeros up to the size. */
  private static byte[] inside(int content, int length, int size) {
    return ByteBuffer.allocate(size).put((byte) content).putInt(length).array();
  }

  private static byte[] hidden() {
    byte[] ping = RequestCodec.write(new Request.Ping(1));
    ByteBuffer inside = ByteBuffer.allocate(SMALLEST_BUCKET);
    inside.put((byte) Content.APPLICATION.code()).putInt(ping.length).put(ping);
    inside.put(SMALLEST_BUCKET - 1, (byte) 1);
    return inside.array();
  }
}
