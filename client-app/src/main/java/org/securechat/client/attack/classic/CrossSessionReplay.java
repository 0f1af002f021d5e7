package org.securechat.client.attack.classic;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.securechat.client.ClientException;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.AttackNotPossibleException;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Names;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.ProtocolException;

/**
 * A signed message in a session that it was not written for. Its signature names no session, so
 * that a server has to take it; but it decrypts under another key only, and a sound server keeps it
 * apart, without a text. Only the record shows that, which the account reads by the modern
 * protocol.
 */
final class CrossSessionReplay {
  private static final String TEXT = "I agree to everything that was said in this very session";

  /** A listing holds some hundred rooms; from here on it may have been cut. */
  private static final int MANY = 200;

  private CrossSessionReplay() {}

  static Scenario scenario() {
    return Scenario.of(
        ClassicEndpointKind.CHAT.id("replay-session"),
        ClassicEndpointKind.CHAT.does("a signed message again in a new session"),
        Expected.sound("a room of its own, in which the message has no text"),
        CrossSessionReplay::replay);
  }

  private static Reaction replay(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    Credentials owner = attacker.rsaOfAccount();
    SignedLine line;
    try (ClassicChatSession first = ClassicChatSession.open(attacker, owner)) {
      line = first.say(TEXT);
      first.farewell();
    }
    Set<String> before = rooms(attacker);
    attacker.sends("message " + line.seqno() + " of an earlier session, as it was, in a new one");
    try (ClassicChatSession second = ClassicChatSession.open(attacker, owner)) {
      second.say(line);
      second.farewell();
      return onRecord(attacker, before, second.fingerprint());
    }
  }

  private static Set<String> rooms(Attacker attacker) throws ClientException, ProtocolException {
    try {
      return attacker.rooms();
    } catch (IOException | ClientException e) {
      throw new AttackNotPossibleException(
          "the record can be read by the modern protocol alone, at "
              + attacker.target().server()
              + " (--server): "
              + e.getMessage());
    }
  }

  private static Reaction onRecord(Attacker attacker, Set<String> before, String fingerprint)
      throws ClientException, IOException, ProtocolException {
    Set<String> added = new HashSet<>(attacker.rooms());
    added.removeAll(before);
    added.removeIf(room -> !room.startsWith(Names.CLASSIC_PREFIX + fingerprint));
    if (added.isEmpty() && before.size() >= MANY) {
      throw new AttackNotPossibleException("the account has more rooms than one listing holds");
    }
    if (added.size() != 1) {
      return Reaction.granted("it stands in no room of its own: " + added.size() + " are new");
    }
    Optional<ClassicPayload.Message> message = message(attacker, added.iterator().next());
    if (message.isEmpty()) {
      return Reaction.granted("a receipt for it, but it is not on record");
    }
    return message.get().text().isEmpty()
        ? Reaction.sound("taken, in a room of its own and without a text")
        : Reaction.granted("taken, with a text: " + message.get().text().get());
  }

  private static Optional<ClassicPayload.Message> message(Attacker attacker, String room)
      throws ClientException, IOException, ProtocolException {
    for (Entry entry : attacker.history(room)) {
      Optional<SignedMessage> said = entry.message();
      if (said.isPresent() && parsed(said.get()) instanceof ClassicPayload.Message message) {
        return Optional.of(message);
      }
    }
    return Optional.empty();
  }

  private static ClassicPayload parsed(SignedMessage message) throws ClientException {
    try {
      return ClassicPayload.parse(message.payload());
    } catch (EvidenceException e) {
      throw new ClientException("a line of a classic room is malformed: " + e.getMessage(), "");
    }
  }
}
