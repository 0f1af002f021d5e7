package org.securechat.client.attack.classic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.attack.Attacker;
import org.securechat.client.attack.Drip;
import org.securechat.client.attack.Expected;
import org.securechat.client.attack.Reaction;
import org.securechat.client.attack.Scenario;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/** Clients that take their time, with a deadline of the server as the end of it. */
final class SlowAttacks {
  private static final Duration PATIENCE = Limits.HANDSHAKE_TIMEOUT.plusSeconds(8);
  private static final Expected TIMEOUT = Expected.ended("TIMEOUT");

  private SlowAttacks() {}

  static List<Scenario> all() {
    return List.of(
        slow(Door.LOGIN, "slow-line", "a line of which a byte comes each second"),
        slow(Door.CHAT, "slow-line", "a line of which a byte comes each second"),
        silent(Door.LOGIN, "slow-silence", "a connection on which nothing is said"),
        silent(Door.CHAT, "slow-silence", "a connection on which nothing is said"),
        withoutShare(Door.LOGIN),
        withoutShare(Door.CHAT),
        Scenario.slow(
            Door.CHAT.id("slow-message"),
            Door.CHAT.does("a message of which a byte comes each second, in a good session"),
            TIMEOUT,
            SlowAttacks::message));
  }

  private static Scenario slow(Door door, String id, String does) {
    return Scenario.slow(
        door.id(id),
        door.does(does),
        TIMEOUT,
        attacker -> {
          String greeting = door.greeting(attacker).toString();
          try (LineConnection connection = LineConnection.to(door, attacker)) {
            attacker.sends(does);
            return dripping(connection, greeting);
          }
        });
  }

  private static Reaction dripping(LineConnection connection, String line)
      throws IOException, ProtocolException {
    try (Drip drip = Drip.start(connection.out(), line.getBytes(StandardCharsets.US_ASCII))) {
      return Replies.ending(connection, PATIENCE);
    }
  }

  private static Scenario silent(Door door, String id, String does) {
    return Scenario.slow(
        door.id(id),
        door.does(does),
        TIMEOUT,
        attacker -> {
          try (LineConnection connection = LineConnection.to(door, attacker)) {
            attacker.sends("nothing");
            return Replies.ending(connection, PATIENCE);
          }
        });
  }

  private static Scenario withoutShare(Door door) {
    String does = "a good greeting, and then nothing";
    return Scenario.slow(
        door.id("slow-share"),
        door.does(does),
        TIMEOUT,
        attacker -> {
          try (Handshake handshake = Handshake.greet(attacker, door, attacker.rsa().leaf())) {
            attacker.sends(does);
            return Replies.ending(handshake.connection(), PATIENCE);
          }
        });
  }

  private static Reaction message(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    try (ChatSession session = ChatSession.open(attacker, attacker.rsa())) {
      attacker.sends("a message of which a byte comes each second, in a good session");
      return dripping(session.connection(), session.sign(1, "slowly").json().toString());
    }
  }
}
