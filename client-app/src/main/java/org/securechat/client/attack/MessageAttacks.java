package org.securechat.client.attack;

import static org.securechat.protocol.application.ErrorCode.BAD_REQUEST;
import static org.securechat.protocol.application.ErrorCode.REPLAY;
import static org.securechat.protocol.application.ErrorCode.SIG_FAIL;
import static org.securechat.protocol.application.ErrorCode.TOO_LARGE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.securechat.client.problem.Problem;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Signed messages that must not get into a transcript. Each attack stands between two honest
 * messages: the second has to be taken, in the place right after the first.
 */
final class MessageAttacks {
  private static final String OTHER_SESSION = "0".repeat(64);

  private MessageAttacks() {}

  /** An attack on a room by one of its members, who is logged in. */
  private interface Forgery {
    Reaction attempt(Attacker attacker, HonestSession session, String room)
        throws Problem, IOException, ProtocolException;
  }

  static List<Scenario> all() {
    Expected forged = Expected.error(SIG_FAIL);
    Expected malformed = Expected.error(BAD_REQUEST);
    return List.of(
        scenario(
            "replay-message",
            "a signed message again in its session",
            Expected.error(REPLAY),
            MessageAttacks::replay),
        scenario(
            "replay-message-session",
            "a signed message again in a new session",
            forged,
            MessageAttacks::inNewSession),
        scenario(
            "replay-message-room",
            "a signed message into another room than it was written for",
            forged,
            MessageAttacks::intoOtherRoom),
        scenario(
            "tamper-message-session",
            "a signed message, its session changed",
            forged,
            MessageAttacks::session),
        scenario(
            "tamper-message-room",
            "a signed message, its room changed",
            forged,
            MessageAttacks::room),
        scenario(
            "tamper-message-sender",
            "a signed message, its sender changed",
            forged,
            MessageAttacks::sender),
        scenario(
            "tamper-message-seq",
            "a signed message, its seq changed to the one that is due",
            forged,
            MessageAttacks::seq),
        scenario(
            "tamper-message-sent-at",
            "a signed message, its time changed",
            forged,
            MessageAttacks::sentAt),
        scenario(
            "tamper-message-salt",
            "a signed message, its salt changed",
            forged,
            MessageAttacks::salt),
        scenario(
            "tamper-message-text",
            "a signed message, its text changed",
            forged,
            MessageAttacks::text),
        scenario(
            "tamper-message-signature",
            "a signed message, a bit of its signature changed",
            forged,
            MessageAttacks::signature),
        scenario(
            "forge-message-key",
            "a message signed by another key",
            forged,
            MessageAttacks::otherKey),
        scenario(
            "forge-message-unsigned",
            "a message with an empty signature",
            Expected.error(SIG_FAIL, BAD_REQUEST),
            MessageAttacks::unsigned),
        scenario(
            "gap-message", "a number after the one that is due", malformed, MessageAttacks::gap),
        scenario(
            "reorder-messages",
            "two signed messages, the second one first",
            malformed,
            MessageAttacks::reordered),
        scenario(
            "message-field-added",
            "a signed message with a field too many",
            malformed,
            (attacker, session, room) -> respelled(attacker, session, room, "{\"also\":1,")),
        scenario(
            "message-field-twice",
            "a signed message with two texts",
            malformed,
            (attacker, session, room) -> respelled(attacker, session, room, "{\"text\":\"no\",")),
        scenario(
            "message-too-long",
            "a signed message above the limit",
            Expected.error(TOO_LARGE, BAD_REQUEST),
            MessageAttacks::tooLong));
  }

  private static Scenario scenario(String id, String does, Expected expected, Forgery forgery) {
    return Scenario.of(id, does, expected, attacker -> betweenHonest(attacker, forgery));
  }

  private static Reaction betweenHonest(Attacker attacker, Forgery forgery)
      throws Problem, IOException, ProtocolException {
    try (HonestSession session = attacker.logIn()) {
      String room = attacker.room(session);
      session.say(room, "before the attack");
      Reaction reaction = forgery.attempt(attacker, session, room);
      if (reaction.kind() != Reaction.Kind.ERROR) {
        return reaction;
      }
      long last = session.lastPosition();
      Answer.SentAnswer after;
      try {
        after = session.say(room, "after the attack");
      } catch (Problem disturbed) {
        return Reaction.granted(reaction + ", but then " + disturbed.getMessage());
      }
      return after.position() == last + 1
          ? reaction
          : Reaction.granted(reaction + ", but the transcript has grown by it");
    }
  }

  private static Reaction replay(Attacker attacker, HonestSession session, String room)
      throws Problem, IOException, ProtocolException {
    SignedMessage message = session.sign(session.payload(room, "said once"));
    attacker.sends("a signed message, which is taken");
    session.say(room, message);
    attacker.sends("the same payload and signature in a new request");
    return session.attempt(room, message);
  }

  private static Reaction inNewSession(Attacker attacker, HonestSession session, String room)
      throws Problem, IOException, ProtocolException {
    SignedMessage earlier;
    try (HonestSession other = attacker.logIn()) {
      earlier = other.sign(numbered(other.payload(room, "said elsewhere"), session.nextSeq()));
    }
    attacker.sends("a message signed in another session of the same user, its seq being due here");
    return session.attempt(room, earlier);
  }

  private static Reaction intoOtherRoom(Attacker attacker, HonestSession session, String room)
      throws Problem, IOException, ProtocolException {
    String other = attacker.otherRoom(session);
    attacker.sends("a message signed for " + other + ", to " + room);
    return session.attempt(room, session.sign(session.payload(other, "for the other room")));
  }

  /** Sends a payload under the signature of another. */
  private static Reaction under(
      Attacker attacker,
      HonestSession session,
      String room,
      MessagePayload signed,
      MessagePayload sent,
      String what)
      throws IOException, ProtocolException {
    attacker.sends("a signed message, " + what + " changed afterwards");
    return session.attempt(
        room, new SignedMessage(sent.encode(), session.sign(signed).signature()));
  }

  private static Reaction session(Attacker attacker, HonestSession session, String room)
      throws IOException, ProtocolException {
    MessagePayload p = session.payload(room, "text");
    MessagePayload changed =
        new MessagePayload(
            OTHER_SESSION, p.room(), p.sender(), p.seq(), p.sentAt(), p.salt(), p.text());
    return under(attacker, session, room, p, changed, "its session");
  }

  private static Reaction room(Attacker attacker, HonestSession session, String room)
      throws Problem, IOException, ProtocolException {
    MessagePayload p = session.payload(attacker.otherRoom(session), "text");
    MessagePayload changed =
        new MessagePayload(p.session(), room, p.sender(), p.seq(), p.sentAt(), p.salt(), p.text());
    return under(attacker, session, room, p, changed, "its room");
  }

  private static Reaction sender(Attacker attacker, HonestSession session, String room)
      throws IOException, ProtocolException {
    MessagePayload p = session.payload(room, "text");
    MessagePayload changed =
        new MessagePayload(
            p.session(), p.room(), "somebody-else", p.seq(), p.sentAt(), p.salt(), p.text());
    return under(attacker, session, room, p, changed, "its sender");
  }

  private static Reaction seq(Attacker attacker, HonestSession session, String room)
      throws IOException, ProtocolException {
    MessagePayload due = session.payload(room, "text");
    MessagePayload later = numbered(due, due.seq() + 1);
    return under(attacker, session, room, later, due, "its seq");
  }

  private static MessagePayload numbered(MessagePayload p, long seq) {
    return new MessagePayload(
        p.session(), p.room(), p.sender(), seq, p.sentAt(), p.salt(), p.text());
  }

  private static Reaction sentAt(Attacker attacker, HonestSession session, String room)
      throws IOException, ProtocolException {
    MessagePayload p = session.payload(room, "text");
    MessagePayload changed =
        new MessagePayload(
            p.session(),
            p.room(),
            p.sender(),
            p.seq(),
            "2001-01-01T00:00:00.000Z",
            p.salt(),
            p.text());
    return under(attacker, session, room, p, changed, "its time");
  }

  private static Reaction salt(Attacker attacker, HonestSession session, String room)
      throws IOException, ProtocolException {
    MessagePayload p = session.payload(room, "text");
    MessagePayload changed =
        new MessagePayload(
            p.session(),
            p.room(),
            p.sender(),
            p.seq(),
            p.sentAt(),
            Json.base64(new byte[16]),
            p.text());
    return under(attacker, session, room, p, changed, "its salt");
  }

  private static Reaction text(Attacker attacker, HonestSession session, String room)
      throws IOException, ProtocolException {
    MessagePayload p = session.payload(room, "I agree");
    MessagePayload changed =
        new MessagePayload(
            p.session(), p.room(), p.sender(), p.seq(), p.sentAt(), p.salt(), "I do not agree");
    return under(attacker, session, room, p, changed, "its text");
  }

  private static Reaction signature(Attacker attacker, HonestSession session, String room)
      throws IOException, ProtocolException {
    SignedMessage honest = session.sign(session.payload(room, "text"));
    byte[] changed = honest.signature().clone();
    changed[changed.length / 2] ^= 1;
    attacker.sends("a signed message, a bit of its signature changed");
    return session.attempt(room, new SignedMessage(honest.payload(), changed));
  }

  private static Reaction otherKey(Attacker attacker, HonestSession session, String room)
      throws IOException, ProtocolException {
    byte[] payload = session.payload(room, "text").encode();
    attacker.sends("a message signed by a fresh key of the same kind");
    return session.attempt(
        room, new SignedMessage(payload, Strangers.sign(attacker.target().credentials(), payload)));
  }

  private static Reaction unsigned(Attacker attacker, HonestSession session, String room)
      throws IOException, ProtocolException {
    attacker.sends("a message with a signature of no bytes");
    return session.attempt(
        room, new SignedMessage(session.payload(room, "text").encode(), new byte[0]));
  }

  private static Reaction gap(Attacker attacker, HonestSession session, String room)
      throws IOException, ProtocolException {
    MessagePayload due = session.payload(room, "text");
    attacker.sends("a signed message with seq " + (due.seq() + 1) + ", due is " + due.seq());
    return session.attempt(room, session.sign(numbered(due, due.seq() + 1)));
  }

  private static Reaction reordered(Attacker attacker, HonestSession session, String room)
      throws Problem, IOException, ProtocolException {
    MessagePayload first = session.payload(room, "first");
    SignedMessage second = session.sign(numbered(first, first.seq() + 1));
    attacker.sends("the second of two signed messages");
    Reaction reaction = session.attempt(room, second);
    attacker.sends("the first of them, which is taken");
    session.say(room, session.sign(first));
    return reaction;
  }

  /** Signs a payload that reads as JSON, but is not spelled in the one allowed way. */
  private static Reaction respelled(
      Attacker attacker, HonestSession session, String room, String beginning)
      throws IOException, ProtocolException {
    String honest = new String(session.payload(room, "text").encode(), StandardCharsets.UTF_8);
    byte[] payload = (beginning + honest.substring(1)).getBytes(StandardCharsets.UTF_8);
    Credentials own = attacker.target().credentials();
    attacker.sends("a payload that begins with " + beginning + " and is signed like that");
    return session.attempt(room, SignedMessage.sign(payload, own.scheme(), own.privateKey()));
  }

  private static Reaction tooLong(Attacker attacker, HonestSession session, String room)
      throws IOException, ProtocolException {
    String text = "x".repeat(SignedMessage.MAX_PAYLOAD);
    MessagePayload p = session.payload(room, "text");
    String payload =
        new String(p.encode(), StandardCharsets.UTF_8)
            .replace("\"text\":\"text\"", "\"text\":\"" + text + "\"");
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    Credentials own = attacker.target().credentials();
    attacker.sends("a signed payload of " + bytes.length + " bytes");
    return session.attempt(room, bytes, own.scheme().sign(own.privateKey(), bytes));
  }
}
