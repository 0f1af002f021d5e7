package org.securechat.client.attack.classic;

import java.io.IOException;
import org.securechat.client.ClientException;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.wire.ProtocolException;

/**
 * An attack that stands between two honest messages of a session: the second has to be taken under
 * the number that the attack was after, and the receipt has to be for these two alone.
 */
final class ChatScenario {
  static final ClassicEndpointKind ENDPOINT = ClassicEndpointKind.CHAT;

  private ChatScenario() {}

  /** An attack in a session in which one message has been said. */
  interface Forgery {
    Reaction attempt(Attacker attacker, ClassicChatSession session)
        throws ClientException, IOException, ProtocolException;
  }

  static Scenario of(String id, String does, Expected expected, Forgery forgery) {
    return Scenario.of(
        ENDPOINT.id(id),
        ENDPOINT.does(does),
        expected,
        attacker -> {
          try (ClassicChatSession session = ClassicChatSession.open(attacker, attacker.rsa())) {
            session.say("before the attack");
            return session.conclude(forgery.attempt(attacker, session));
          }
        });
  }
}
