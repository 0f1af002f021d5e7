package org.securechat.client.attack.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.wire.ProtocolException;

/** What can be sent in a chat after a correct handshake, and must not be taken. */
final class ChatAttacks {
  private static final Expected REPLAY = Expected.goesOn("REPLAY");
  private static final Expected FORGED = Expected.goesOn("SIG_FAIL");
  private static final Expected MALFORMED = Expected.goesOn("BAD_MESSAGE");
  private static final Expected EXACT = Expected.sound("a receipt for exactly what was good");

  /** More than a server bears with. */
  private static final int REFUSALS = 150;

  private ChatAttacks() {}

  static List<Scenario> all() {
    return List.of(
        ChatScenario.of("replay", "the same message again", REPLAY, ChatAttacks::replay),
        ChatScenario.of(
            "lower", "a message with a number below the last", REPLAY, ChatAttacks::lower),
        ChatScenario.of(
            "reorder", "two messages, the second one first", REPLAY, ChatAttacks::reorder),
        Scenario.of(
            ClassicEndpointKind.CHAT.id("stolen-certificate"),
            ClassicEndpointKind.CHAT.does(
                "another user's valid certificate without its key, and a message"),
            FORGED,
            ChatAttacks::stolen),
        ChatScenario.of(
            "stranger-key", "a message signed by another key", FORGED, ChatAttacks::stranger),
        line(
            "greeting-again",
            "a greeting when there is a key",
            MALFORMED,
            (attacker, session) -> ClassicEndpointKind.CHAT.greeting(attacker).toString()),
        line(
            "share-again",
            "a public value when there is a key",
            MALFORMED,
            (attacker, session) -> ClassicEndpointKind.CHAT.share("0x2").toString()),
        line(
            "session-type-unknown",
            "a line of an unknown type, in a good session",
            MALFORMED,
            (attacker, session) -> "{\"type\":\"dance\"}"),
        line(
            "session-no-json",
            "a line that is no JSON, in a good session",
            MALFORMED,
            (attacker, session) -> "nonsense"),
        ChatScenario.of(
            "message-long",
            "a signed message above the limit",
            Expected.goesOn("TOO_LARGE"),
            ChatAttacks::tooLong),
        ChatScenario.of(
            "session-oversized",
            "a line that is longer than allowed, in a good session",
            Expected.ended("TOO_LARGE"),
            ChatAttacks::oversized),
        ChatScenario.of(
            "session-truncated",
            "a message that ends in the middle with the connection",
            Expected.ended("BAD_MESSAGE"),
            ChatAttacks::truncated),
        ChatScenario.of(
            "stubborn",
            REFUSALS + " bad lines, one after the other",
            Expected.ended("BAD_MESSAGE"),
            ChatAttacks::stubborn),
        ChatScenario.of(
            "receipt", "good messages with attacks between them", EXACT, ChatAttacks::mixed),
        ChatScenario.of(
            "after-bye", "a good message after the goodbye", EXACT, ChatAttacks::afterBye));
  }

  private interface Line {
    String of(Attacker attacker, ClassicChatSession session) throws ClientException;
  }

  private static Scenario line(String id, String does, Expected expected, Line line) {
    return ChatScenario.of(
        id,
        does,
        expected,
        (attacker, session) -> {
          attacker.sends(does);
          return session.attempt(line.of(attacker, session));
        });
  }

  private static Reaction replay(Attacker attacker, ClassicChatSession session)
      throws IOException, ProtocolException {
    SignedLine line = session.say("I agree");
    attacker.sends("message " + line.seqno() + " a second time");
    return session.attempt(line);
  }

  private static Reaction lower(Attacker attacker, ClassicChatSession session)
      throws IOException, ProtocolException {
    session.say(session.sign(7, "a number higher than the next, which is allowed"));
    attacker.sends("a signed message 3 after message 7");
    return session.attempt(session.sign(3, "I agree"));
  }

  private static Reaction reorder(Attacker attacker, ClassicChatSession session)
      throws IOException, ProtocolException {
    SignedLine first = session.sign(session.next(), "first");
    attacker.sends("the second of two signed messages, which is taken, and then the first");
    session.say(session.sign(session.next() + 1, "second"));
    return session.attempt(first);
  }

  /** The session opens, for nothing proves a key in it; the first message shows. */
  private static Reaction stolen(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    try (ClassicChatSession session = ClassicChatSession.open(attacker, attacker.rsa())) {
      attacker.sends("a good certificate, and a message 1 signed by another key");
      Reaction reaction = session.attempt(forged(attacker, session));
      attacker.sends("message 1 by the right key, which is taken");
      return session.conclude(reaction);
    }
  }

  private static Reaction stranger(Attacker attacker, ClassicChatSession session)
      throws IOException, ProtocolException {
    attacker.sends("message " + session.next() + " signed by another key");
    return session.attempt(forged(attacker, session));
  }

  private static SignedLine forged(Attacker attacker, ClassicChatSession session) {
    return SignedLine.sign(
        attacker.strangersKey(), session.next(), session.now(), session.seal("I agree"));
  }

  private static Reaction tooLong(Attacker attacker, ClassicChatSession session)
      throws IOException, ProtocolException {
    String text = "x".repeat(ClassicPayload.MAX_CIPHERTEXT);
    attacker.sends("a signed message of " + text.length() + " bytes");
    return session.attempt(session.sign(session.next(), text));
  }

  private static Reaction oversized(Attacker attacker, ClassicChatSession session)
      throws IOException, ProtocolException {
    attacker.sends("a line of " + (LineAttacks.LIMIT + 2) + " bytes that does not end");
    session
        .connection()
        .write("x".repeat(LineAttacks.LIMIT + 2).getBytes(StandardCharsets.US_ASCII));
    return Replies.ending(session.connection());
  }

  private static Reaction truncated(Attacker attacker, ClassicChatSession session)
      throws IOException, ProtocolException {
    byte[] line =
        session
            .sign(session.next(), "I agree")
            .json()
            .toString()
            .getBytes(StandardCharsets.US_ASCII);
    attacker.sends("all but the end of a signed message, and the end of the connection");
    session.connection().write(line);
    session.connection().finish();
    return Replies.ending(session.connection());
  }

  private static Reaction stubborn(Attacker attacker, ClassicChatSession session)
      throws IOException, ProtocolException {
    attacker.sends("bad lines, until the connection ends");
    String code = "";
    for (int i = 0; i < REFUSALS; i++) {
      session.connection().say("{\"type\":\"dance\"}");
      Optional<ObjectNode> reply = session.connection().read();
      if (reply.isEmpty()) {
        return Reaction.ended(code);
      }
      code = Replies.error(reply.get()).orElse("");
    }
    return Reaction.granted(REFUSALS + " bad lines, and the connection goes on");
  }

  private static Reaction mixed(Attacker attacker, ClassicChatSession session)
      throws IOException, ProtocolException {
    attacker.sends("a good message, and its replay, a changed and a forged one after it; twice");
    for (int round = 0; round < 2; round++) {
      SignedLine good = session.say("good " + round);
      session.attempt(good);
      session.attempt(session.sign(session.next(), "changed").withTs(1));
      session.attempt(forged(attacker, session));
      session.attempt("{\"type\":\"msg\"}");
    }
    return session.exactly(
        ClassicChatSession.BYE, "a receipt for messages 1 to " + (session.next() - 1) + " alone");
  }

  private static Reaction afterBye(Attacker attacker, ClassicChatSession session)
      throws IOException, ProtocolException {
    attacker.sends("a goodbye and a good message in one piece");
    String late = session.sign(session.next(), "too late").json().toString();
    return session.exactly(
        ClassicChatSession.BYE + "\n" + late, "a receipt without it, and the end");
  }
}
