package org.securechat.client.attack.modern;

import static org.securechat.protocol.application.ErrorCode.BAD_REQUEST;
import static org.securechat.protocol.application.ErrorCode.NO_SUCH_USER;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.securechat.client.attack.client.WellBehavedClient;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.evidence.ModerationPayload.Event;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.wire.ProtocolException;

/** What only others may sign or decide (PROTOCOL.md §8.2, §9.3). */
final class KindAttacks {
  private static final Expected NO_KIND_OF_A_PERSON = Expected.error(BAD_REQUEST);

  private KindAttacks() {}

  static List<Scenario> all() {
    return List.of(
        spoken("say-decision", "a user's line that decides about the room", "event/2"),
        spoken("say-webhook", "a user's line that came in by a webhook", "webhook/1"),
        spoken("say-as-program", "a person's line that says it is a program's", "bot-message/1"),
        MessageScenario.of(
            "own-by-stranger",
            "a room handed over to a user who is no member",
            Expected.error(NO_SUCH_USER),
            KindAttacks::toAStranger));
  }

  private static Scenario spoken(String id, String does, String kind) {
    return MessageScenario.of(
        id,
        does,
        NO_KIND_OF_A_PERSON,
        (attacker, session, room) -> {
          SignedMessage honest = session.sign(session.payload(room, "I agree"));
          String payload = new String(honest.payload(), StandardCharsets.UTF_8);
          attacker.sends("a line of kind " + kind);
          return session.attempt(
              room,
              payload
                  .replace("\"securechat/message/1\"", "\"securechat/" + kind + "\"")
                  .getBytes(StandardCharsets.UTF_8),
              honest.signature());
        });
  }

  private static Reaction toAStranger(Attacker attacker, WellBehavedClient session, String room)
      throws IOException, ProtocolException {
    attacker.sends("the room, for another owner");
    return session.attempt(id ->
        new Request.Moderate(id, room, Event.OWNER, "a-name-of-no-user", "", OptionalLong.empty()));
  }
}
