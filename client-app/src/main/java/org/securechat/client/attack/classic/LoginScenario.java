package org.securechat.client.attack.classic;

import java.io.IOException;
import org.securechat.client.ClientException;
import org.securechat.client.attack.Attacker;
import org.securechat.client.attack.Expected;
import org.securechat.client.attack.Reaction;
import org.securechat.client.attack.Scenario;
import org.securechat.protocol.wire.ProtocolException;

/** An attack at the login endpoint after a correct handshake. */
final class LoginScenario {
  private static final Door DOOR = Door.LOGIN;

  private LoginScenario() {}

  /** An attack where commands may come. */
  interface Attack {
    Reaction on(Attacker attacker, LoginSession session)
        throws ClientException, IOException, ProtocolException;
  }

  static Scenario of(String id, String does, Expected expected, Attack attack) {
    return Scenario.of(
        DOOR.id(id),
        DOOR.does(does),
        expected,
        attacker -> {
          try (LoginSession session = LoginSession.open(attacker)) {
            return attack.on(attacker, session);
          }
        });
  }
}
