package org.securechat.client.attack.modern;

import static org.securechat.protocol.application.ErrorCode.SIGNATURE_INVALID;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.securechat.client.ClientException;
import org.securechat.client.attack.client.WellBehavedClient;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.UserEnvelope;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.wire.ProtocolException;

/** Signed messages of which one field was changed after they were signed. */
final class TamperedMessages {
  private static final String PREFIX = "tamper-message-";

  private TamperedMessages() {}

  static List<Scenario> all() {
    return List.of(
        field("session", "its session", "0".repeat(64)),
        scenario("room", "its room", TamperedMessages::room),
        field("sender", "its sender", "another-user"),
        scenario("seq", "its seq, to the one that is due", TamperedMessages::seq),
        field("room-id", "its room's id", "00000000-0000-4000-8000-000000000000"),
        field("after", "the history that it follows", "0".repeat(64)),
        field("sent-at", "its time", "2001-01-01T00:00:00.000Z"),
        field("salt", "its salt", Json.base64(new byte[16])),
        field("text", "its text", "I do not agree"),
        scenario("signature", "a bit of its signature", TamperedMessages::signature));
  }

  private static Scenario scenario(String region, String what, MessageScenario.Forgery forgery) {
    return MessageScenario.of(
        PREFIX + region,
        "a signed message, changed: " + what,
        Expected.error(SIGNATURE_INVALID),
        forgery);
  }

  private static Scenario field(String field, String what, String value) {
    return scenario(
        field,
        what,
        (attacker, session, room) -> {
          MessagePayload signed = session.payload(room, "I agree");
          return under(attacker, session, room, signed, with(signed, field, value), what);
        });
  }

  static MessagePayload with(MessagePayload p, String field, String value) {
    UserEnvelope e = p.envelope();
    return new MessagePayload(
        new UserEnvelope(
            e.kind(),
            field.equals("session") ? value : e.channelBinding(),
            e.room(),
            field.equals("room-id") ? UUID.fromString(value) : e.roomId(),
            field.equals("sender") ? value : e.sender(),
            e.seq(),
            field.equals("after") ? new After(e.after().position(), value) : e.after(),
            field.equals("sent-at") ? value : e.sentAt(),
            field.equals("salt") ? value : e.salt()),
        field.equals("text") ? new MessageContent.Text(List.of(), value) : p.content());
  }

  /** Sends a payload under the signature of another. */
  private static Reaction under(
      Attacker attacker,
      WellBehavedClient session,
      String room,
      MessagePayload signed,
      MessagePayload sent,
      String what)
      throws IOException, ProtocolException {
    attacker.sends("a signed message, changed afterwards: " + what);
    return session.attempt(
        room, new SignedMessage(sent.encode(), session.sign(signed).signature()));
  }

  /** Signed for one room and changed to say the one it is sent to. */
  private static Reaction room(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    MessagePayload p = session.payload(attacker.otherRoom(session), "text");
    MessagePayload here = session.payload(room, "text");
    UserEnvelope e = p.envelope();
    MessagePayload changed =
        new MessagePayload(
            new UserEnvelope(
                e.kind(),
                e.channelBinding(),
                room,
                here.roomId(),
                e.sender(),
                e.seq(),
                here.after(),
                e.sentAt(),
                e.salt()),
            p.content());
    return under(attacker, session, room, p, changed, "its room");
  }

  /** Any other number than the one that is due would be refused for that alone. */
  private static Reaction seq(Attacker attacker, WellBehavedClient session, String room)
      throws IOException, ProtocolException {
    MessagePayload due = session.payload(room, "text");
    MessagePayload later = MessageScenario.numbered(due, due.seq() + 1);
    return under(attacker, session, room, later, due, "its seq");
  }

  private static Reaction signature(Attacker attacker, WellBehavedClient session, String room)
      throws IOException, ProtocolException {
    SignedMessage honest = session.sign(session.payload(room, "text"));
    byte[] changed = honest.signature().clone();
    changed[changed.length / 2] ^= 1;
    attacker.sends("a signed message, a bit of its signature changed");
    return session.attempt(room, new SignedMessage(honest.payload(), changed));
  }
}
