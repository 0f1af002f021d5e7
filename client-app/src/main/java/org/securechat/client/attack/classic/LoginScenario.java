package org.securechat.client.attack.classic;

import java.io.IOException;
import org.securechat.client.ClientException;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.wire.ProtocolException;

/** An attack at the login endpoint after a correct handshake. */
final class LoginScenario {
  private static final ClassicEndpointKind ENDPOINT = ClassicEndpointKind.LOGIN;

  private LoginScenario() {}

  /** An attack where commands may come. */
  interface Attack {
    Reaction on(Attacker attacker, ClassicLoginSession session)
        throws ClientException, IOException, ProtocolException;
  }

  static Scenario of(String id, String does, Expected expected, Attack attack) {
    return Scenario.of(
        ENDPOINT.id(id),
        ENDPOINT.does(does),
        expected,
        attacker -> {
          try (ClassicLoginSession session = ClassicLoginSession.open(attacker)) {
            return attack.on(attacker, session);
          }
        });
  }
}
