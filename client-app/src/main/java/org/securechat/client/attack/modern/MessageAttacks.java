package org.securechat.client.attack.modern;

import static org.securechat.protocol.application.ErrorCode.BAD_REQUEST;
import static org.securechat.protocol.application.ErrorCode.FORK;
import static org.securechat.protocol.application.ErrorCode.REPLAYED;
import static org.securechat.protocol.application.ErrorCode.SIGNATURE_INVALID;
import static org.securechat.protocol.application.ErrorCode.TOO_LARGE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.attack.certificate.UnrelatedKeySigner;
import org.securechat.client.attack.client.WellBehavedClient;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.ProtocolException;

/** Signed messages that must not get into a transcript, at least not again. */
final class MessageAttacks {
  private MessageAttacks() {}

  static List<Scenario> all() {
    Expected forged = Expected.error(SIGNATURE_INVALID);
    Expected malformed = Expected.error(BAD_REQUEST);
    return List.of(
        MessageScenario.of(
            "replay-message",
            "a signed message again in its session",
            Expected.error(REPLAYED),
            MessageAttacks::replay),
        MessageScenario.of(
            "replay-message-session",
            "a signed message again in a new session",
            forged,
            MessageAttacks::inNewSession),
        MessageScenario.of(
            "replay-message-room",
            "a signed message into another room than it was written for",
            forged,
            MessageAttacks::intoOtherRoom),
        MessageScenario.of(
            "forge-message-key",
            "a message signed by another key",
            forged,
            MessageAttacks::otherKey),
        MessageScenario.of(
            "forge-message-unsigned",
            "a message with an empty signature",
            Expected.error(SIGNATURE_INVALID, BAD_REQUEST),
            MessageAttacks::unsigned),
        MessageScenario.of(
            "gap-message", "a number after the one that is due", malformed, MessageAttacks::gap),
        MessageScenario.of(
            "reorder-messages",
            "two signed messages, the second one first",
            malformed,
            MessageAttacks::reordered),
        MessageScenario.of(
            "message-field-added",
            "a signed message with a field too many",
            malformed,
            (attacker, session, room) -> respelled(attacker, session, room, "{\"also\":1,")),
        MessageScenario.of(
            "message-field-twice",
            "a signed message with two texts",
            malformed,
            (attacker, session, room) -> respelled(attacker, session, room, "{\"text\":\"no\",")),
        MessageScenario.of(
            "fork-message-chain",
            "a signed message under another history of the room",
            Expected.error(FORK),
            (attacker, session, room) -> underOtherHistory(attacker, session, room, 0)),
        MessageScenario.of(
            "fork-message-ahead",
            "a signed message after a line that the room does not have yet",
            Expected.error(FORK),
            (attacker, session, room) -> underOtherHistory(attacker, session, room, 1_000)),
        MessageScenario.of(
            "message-too-long",
            "a signed message above the limit",
            Expected.error(TOO_LARGE, BAD_REQUEST),
            MessageAttacks::tooLong));
  }

  private static Reaction replay(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    SignedMessage message = session.sign(session.payload(room, "said once"));
    attacker.sends("a signed message, which is taken");
    session.say(room, message);
    attacker.sends("the same payload and signature in a new request");
    return session.attempt(room, message);
  }

  private static Reaction inNewSession(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    SignedMessage earlier;
    try (WellBehavedClient other = attacker.logIn()) {
      earlier =
          other.sign(
              MessageScenario.numbered(other.payload(room, "said elsewhere"), session.nextSeq()));
    }
    attacker.sends("a message signed in another session of the same user, its seq being due here");
    return session.attempt(room, earlier);
  }

  private static Reaction intoOtherRoom(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    String other = attacker.otherRoom(session);
    attacker.sends("a message signed for " + other + ", to " + room);
    return session.attempt(room, session.sign(session.payload(other, "for the other room")));
  }

  private static Reaction otherKey(Attacker attacker, WellBehavedClient session, String room)
      throws IOException, ProtocolException {
    byte[] payload = session.payload(room, "text").encode();
    attacker.sends("a message signed by a fresh key of the same kind");
    return session.attempt(
        room,
        new SignedMessage(
            payload, UnrelatedKeySigner.sign(attacker.target().credentials(), payload)));
  }

  private static Reaction unsigned(Attacker attacker, WellBehavedClient session, String room)
      throws IOException, ProtocolException {
    attacker.sends("a message with a signature of no bytes");
    return session.attempt(
        room, new SignedMessage(session.payload(room, "text").encode(), new byte[0]));
  }

  private static Reaction gap(Attacker attacker, WellBehavedClient session, String room)
      throws IOException, ProtocolException {
    MessagePayload due = session.payload(room, "text");
    attacker.sends("a signed message with seq " + (due.seq() + 1) + ", due is " + due.seq());
    return session.attempt(room, session.sign(MessageScenario.numbered(due, due.seq() + 1)));
  }

  private static Reaction reordered(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    MessagePayload first = session.payload(room, "first");
    SignedMessage second = session.sign(MessageScenario.numbered(first, first.seq() + 1));
    attacker.sends("the second of two signed messages");
    Reaction reaction = session.attempt(room, second);
    attacker.sends("the first of them, which is taken");
    session.say(room, session.sign(first));
    return reaction;
  }

  /** Signs a payload that reads as JSON, but is not spelled in the one allowed way. */
  private static Reaction respelled(
      Attacker attacker, WellBehavedClient session, String room, String beginning)
      throws IOException, ProtocolException {
    String honest = new String(session.payload(room, "text").encode(), StandardCharsets.UTF_8);
    byte[] payload = (beginning + honest.substring(1)).getBytes(StandardCharsets.UTF_8);
    Credentials own = attacker.target().credentials();
    attacker.sends("a payload that begins with " + beginning + " and is signed like that");
    return session.attempt(room, SignedMessage.sign(payload, own.scheme(), own.privateKey()));
  }

  /** PROTOCOL.md §8.3, 7: what the author says that they saw is not this server's chain. */
  private static Reaction underOtherHistory(
      Attacker attacker, WellBehavedClient session, String room, long ahead)
      throws IOException, ProtocolException {
    MessagePayload due = session.payload(room, "agreed");
    long position = due.after().position() + ahead;
    attacker.sends("a signed message after line " + position + " with a chain value of its own");
    Reaction reaction =
        session.attempt(
            room, session.sign(MessageScenario.after(due, new After(position, "ab".repeat(32)))));
    // Its signature was good, so that the server has counted it.
    session.countRefused();
    return reaction;
  }

  private static Reaction tooLong(Attacker attacker, WellBehavedClient session, String room)
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
