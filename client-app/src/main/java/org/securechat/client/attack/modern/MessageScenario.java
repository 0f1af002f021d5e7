package org.securechat.client.attack.modern;

import java.io.IOException;
import org.securechat.client.ClientException;
import org.securechat.client.attack.client.WellBehavedClient;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.UserEnvelope;
import org.securechat.protocol.wire.ProtocolException;

/**
 * An attack that stands between two honest messages: the second has to be taken, in the place right
 * after the first.
 */
final class MessageScenario {
  private MessageScenario() {}

  /** An attack on a room by one of its members, who is logged in. */
  interface Forgery {
    Reaction attempt(Attacker attacker, WellBehavedClient session, String room)
        throws ClientException, IOException, ProtocolException;
  }

  static Scenario of(String id, String does, Expected expected, Forgery forgery) {
    return Scenario.of(id, does, expected, attacker -> betweenHonest(attacker, forgery));
  }

  private static Reaction betweenHonest(Attacker attacker, Forgery forgery)
      throws ClientException, IOException, ProtocolException {
    try (WellBehavedClient session = attacker.logIn()) {
      String room = attacker.room(session);
      session.say(room, "before the attack");
      Reaction reaction = forgery.attempt(attacker, session, room);
      return reaction.kind() == Reaction.Kind.ERROR ? goOn(session, room, reaction) : reaction;
    }
  }

  private static Reaction goOn(WellBehavedClient session, String room, Reaction reaction)
      throws IOException, ProtocolException {
    // Some attacks have honest messages of their own.
    long last = session.lastPosition();
    try {
      Answer.SentAnswer after = session.say(room, "after the attack");
      return after.position() == last + 1
          ? reaction
          : Reaction.granted(reaction + ", but the transcript has grown by it");
    } catch (ClientException e) {
      return Reaction.granted(reaction + ", but then " + e.getMessage());
    }
  }

  static MessagePayload numbered(MessagePayload p, long seq) {
    return with(p, seq, p.after());
  }

  static MessagePayload after(MessagePayload p, After after) {
    return with(p, p.seq(), after);
  }

  private static MessagePayload with(MessagePayload p, long seq, After after) {
    UserEnvelope e = p.envelope();
    return new MessagePayload(
        new UserEnvelope(
            e.kind(),
            e.channelBinding(),
            e.room(),
            e.roomId(),
            e.sender(),
            seq,
            after,
            e.sentAt(),
            e.salt()),
        p.content());
  }
}
