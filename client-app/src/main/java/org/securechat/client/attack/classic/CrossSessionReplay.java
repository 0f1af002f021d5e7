package org.securechat.client.attack.classic;

import java.io.IOException;
import org.securechat.client.ClientException;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.ProtocolException;

/**
 * A signed message in a session that it was not written for, by somebody who has recorded it and
 * has the certificate, which is public, but no key. Its signature names no session and verifies; it
 * decrypts under another key only, and that is what a sound server goes by.
 */
final class CrossSessionReplay {
  private static final String TEXT = "I agree to everything that was said in this very session";

  private CrossSessionReplay() {}

  static Scenario scenario() {
    return Scenario.of(
        ClassicEndpointKind.CHAT.id("replay-session"),
        ClassicEndpointKind.CHAT.does("a signed message again in a new session"),
        Expected.goesOn("DECRYPT_FAIL"),
        CrossSessionReplay::replay);
  }

  private static Reaction replay(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    Credentials owner = attacker.rsa();
    SignedLine line;
    try (ClassicChatSession first = ClassicChatSession.open(attacker, owner)) {
      line = first.say(TEXT);
      first.farewell();
    }
    attacker.sends("message " + line.seqno() + " of an earlier session, as it was, in a new one");
    try (ClassicChatSession second = ClassicChatSession.open(attacker, owner)) {
      return second.conclude(second.attempt(line));
    }
  }
}
