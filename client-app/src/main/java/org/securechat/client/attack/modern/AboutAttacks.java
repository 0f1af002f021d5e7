package org.securechat.client.attack.modern;

import static org.securechat.protocol.application.ErrorCode.NO_SUCH_MESSAGE;
import static org.securechat.protocol.application.ErrorCode.REPLAYED;
import static org.securechat.protocol.application.ErrorCode.SIGNATURE_INVALID;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.securechat.client.ClientException;
import org.securechat.client.attack.client.WellBehavedClient;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessageContent.Edit;
import org.securechat.protocol.evidence.MessageContent.Reaction.Action;
import org.securechat.protocol.evidence.MessageContent.Removal;
import org.securechat.protocol.evidence.MessageContent.Reply;
import org.securechat.protocol.evidence.MessageContent.Retraction;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.wire.ProtocolException;

/** Signed lines about what they cannot be about (PROTOCOL.md §8.2). */
final class AboutAttacks {
  private static final Expected REFUSED = Expected.error(NO_SUCH_MESSAGE);

  private AboutAttacks() {}

  /** Something about a message. */
  private interface Saying {
    MessageContent about(About message);
  }

  static List<Scenario> all() {
    Map<String, Saying> kinds = new LinkedHashMap<>();
    kinds.put("reply", AboutAttacks::reply);
    kinds.put("edit", message -> new Edit(message, List.of(), "not this"));
    kinds.put("retraction", Retraction::new);
    kinds.put("reaction", message -> new MessageContent.Reaction(message, "+1", Action.GIVEN));
    kinds.put("removal", message -> new Removal(message, "not this"));
    List<Scenario> all = new ArrayList<>(misplaced());
    kinds.forEach((kind, saying) -> {
      // What a removal does to its room is no harm that an honest owner could undo.
      if (!kind.equals("removal")) {
        all.add(
            MessageScenario.of(
                "replay-" + kind,
                "a signed " + kind + " again in its session",
                Expected.error(REPLAYED),
                (attacker, session, room) -> replayed(attacker, session, room, saying)));
      }
      all.add(
          MessageScenario.of(
              "move-" + kind,
              "a signed " + kind + ", changed to be about another message",
              Expected.error(SIGNATURE_INVALID),
              (attacker, session, room) -> moved(attacker, session, room, saying)));
      all.add(
          MessageScenario.of(
              "attribute-" + kind,
              "a signed " + kind + ", changed to be by another user",
              Expected.error(SIGNATURE_INVALID),
              (attacker, session, room) -> attributed(attacker, session, room, saying)));
    });
    return List.copyOf(all);
  }

  private static List<Scenario> misplaced() {
    String other = "ab".repeat(32);
    return List.of(
        misplaced(
            "about-later",
            "an answer to a line that the room does not have yet",
            last -> reply(new About(last + 1, other))),
        misplaced(
            "about-other-words",
            "an answer to other words than those in the record",
            last -> reply(new About(last, other))),
        MessageScenario.of(
            "about-another-room",
            "an answer to a message of another room",
            REFUSED,
            AboutAttacks::ofAnotherRoom),
        misplaced(
            "about-event",
            "other words in place of what the server said",
            _ -> new Edit(new About(1, other), List.of(), "the room was never made")),
        MessageScenario.of(
            "about-edit", "an edit taken back by itself", REFUSED, AboutAttacks::ofAnEdit));
  }

  /** A line that is made from the number of the last honest one. */
  private static Scenario misplaced(String id, String does, LongFunction<MessageContent> saying) {
    return MessageScenario.of(
        id,
        does,
        REFUSED,
        (attacker, session, room) ->
            attempt(attacker, session, room, saying.apply(session.lastPosition())));
  }

  private static MessageContent reply(About about) {
    return new Reply(about, List.of(), "I agree");
  }

  /** Its signature is good, so that the server counts it. */
  private static Reaction attempt(
      Attacker attacker, WellBehavedClient session, String room, MessageContent content)
      throws IOException, ProtocolException {
    attacker.sends("a signed line of kind " + content.kind() + " about " + content.about().get());
    Reaction reaction = session.attempt(room, session.sign(session.payload(room, content)));
    session.countRefused();
    return reaction;
  }

  /** An honest message, and what a line about it names. */
  private static About said(WellBehavedClient session, String room, MessageContent content)
      throws ClientException, IOException, ProtocolException {
    SignedMessage message = session.sign(session.payload(room, content));
    session.say(room, message);
    return new About(session.lastPosition(), message.payloadSha256());
  }

  private static About said(WellBehavedClient session, String room, String text)
      throws ClientException, IOException, ProtocolException {
    return said(session, room, new MessageContent.Text(List.of(), text));
  }

  private static Reaction ofAnotherRoom(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    About there = said(session, attacker.otherRoom(session), "said elsewhere");
    said(session, room, "said here");
    return attempt(
        attacker,
        session,
        room,
        reply(
            new About(Math.min(there.position(), session.lastPosition()), there.payloadSha256())));
  }

  private static Reaction ofAnEdit(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    About message = said(session, room, "first");
    About edit = said(session, room, new Edit(message, List.of(), "second"));
    return attempt(attacker, session, room, new Retraction(edit));
  }

  private static Reaction replayed(
      Attacker attacker, WellBehavedClient session, String room, Saying saying)
      throws ClientException, IOException, ProtocolException {
    About message = said(session, room, "first");
    SignedMessage line = session.sign(session.payload(room, saying.about(message)));
    attacker.sends("a signed line about line " + message.position() + ", which is taken");
    session.say(room, line);
    attacker.sends("the same payload and signature in a new request");
    return session.attempt(room, line);
  }

  private static Reaction moved(
      Attacker attacker, WellBehavedClient session, String room, Saying saying)
      throws ClientException, IOException, ProtocolException {
    About first = said(session, room, "first");
    About second = said(session, room, "second");
    MessagePayload signed = session.payload(room, saying.about(first));
    MessagePayload sent = new MessagePayload(signed.envelope(), saying.about(second));
    attacker.sends("a line about " + first.position() + ", moved to " + second.position());
    return session.attempt(
        room, new SignedMessage(sent.encode(), session.sign(signed).signature()));
  }

  private static Reaction attributed(
      Attacker attacker, WellBehavedClient session, String room, Saying saying)
      throws ClientException, IOException, ProtocolException {
    About message = said(session, room, "first");
    MessagePayload signed = session.payload(room, saying.about(message));
    MessagePayload sent = TamperedMessages.with(signed, "sender", "another");
    attacker.sends("a line about " + message.position() + ", said to be by another user");
    return session.attempt(
        room, new SignedMessage(sent.encode(), session.sign(signed).signature()));
  }
}
