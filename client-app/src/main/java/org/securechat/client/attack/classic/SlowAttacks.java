package org.securechat.client.attack.classic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.client.attack.target.SlowWriter;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/** Clients that take their time, with a deadline of the server as the end of it. */
final class SlowAttacks {
  private static final Duration PATIENCE = Limits.HANDSHAKE_TIMEOUT.plusSeconds(8);
  private static final Expected TIMEOUT = Expected.ended("TIMEOUT");

  private SlowAttacks() {}

  static List<Scenario> all() {
    return List.of(
        slow(ClassicEndpointKind.LOGIN, "slow-line", "a line of which a byte comes each second"),
        slow(ClassicEndpointKind.CHAT, "slow-line", "a line of which a byte comes each second"),
        silent(ClassicEndpointKind.LOGIN, "slow-silence", "a connection on which nothing is said"),
        silent(ClassicEndpointKind.CHAT, "slow-silence", "a connection on which nothing is said"),
        withoutShare(ClassicEndpointKind.LOGIN),
        withoutShare(ClassicEndpointKind.CHAT),
        Scenario.slow(
            ClassicEndpointKind.CHAT.id("slow-message"),
            ClassicEndpointKind.CHAT.does(
                "a message of which a byte comes each second, in a good session"),
            TIMEOUT,
            SlowAttacks::message));
  }

  private static Scenario slow(ClassicEndpointKind endpoint, String id, String does) {
    return Scenario.slow(
        endpoint.id(id),
        endpoint.does(does),
        TIMEOUT,
        attacker -> {
          String greeting = endpoint.greeting(attacker).toString();
          try (LineConnection connection = LineConnection.to(endpoint, attacker)) {
            attacker.sends(does);
            return dripping(connection, greeting);
          }
        });
  }

  private static Reaction dripping(LineConnection connection, String line)
      throws IOException, ProtocolException {
    try (SlowWriter _ =
        SlowWriter.start(connection.out(), line.getBytes(StandardCharsets.US_ASCII))) {
      return Replies.ending(connection, PATIENCE);
    }
  }

  private static Scenario silent(ClassicEndpointKind endpoint, String id, String does) {
    return Scenario.slow(
        endpoint.id(id),
        endpoint.does(does),
        TIMEOUT,
        attacker -> {
          try (LineConnection connection = LineConnection.to(endpoint, attacker)) {
            attacker.sends("nothing");
            return Replies.ending(connection, PATIENCE);
          }
        });
  }

  private static Scenario withoutShare(ClassicEndpointKind endpoint) {
    String does = "a good greeting, and then nothing";
    return Scenario.slow(
        endpoint.id("slow-share"),
        endpoint.does(does),
        TIMEOUT,
        attacker -> {
          try (ClassicHandshake handshake =
              ClassicHandshake.greet(attacker, endpoint, attacker.rsa().leaf())) {
            attacker.sends(does);
            return Replies.ending(handshake.connection(), PATIENCE);
          }
        });
  }

  private static Reaction message(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    try (ClassicChatSession session = ClassicChatSession.open(attacker, attacker.rsa())) {
      attacker.sends("a message of which a byte comes each second, in a good session");
      return dripping(session.connection(), session.sign(1, "slowly").json().toString());
    }
  }
}
