package org.securechat.client.attack.modern;

import static org.securechat.protocol.application.ErrorCode.BAD_REQUEST;
import static org.securechat.protocol.application.ErrorCode.FILE_REFUSED;
import static org.securechat.protocol.application.ErrorCode.NO_SUCH_FILE;
import static org.securechat.protocol.application.ErrorCode.REPLAYED;
import static org.securechat.protocol.application.ErrorCode.SIGNATURE_INVALID;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.securechat.client.ClientException;
import org.securechat.client.attack.client.UnexpectedRefusalException;
import org.securechat.client.attack.client.WellBehavedClient;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.AttackNotPossibleException;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.application.Answer.FileOffsetAnswer;
import org.securechat.protocol.application.Answer.FileStateAnswer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.MessageContent.SharedFile;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.wire.ProtocolException;

/** Files that are not what a signed line says, or of whom it says it (PROTOCOL.md §7.5.1). */
final class FileAttacks {
  private static final Expected NOT_THERE = Expected.error(NO_SUCH_FILE);
  private static final Expected UNTRUE = Expected.error(FILE_REFUSED);
  private static final Expected FORGED = Expected.error(SIGNATURE_INVALID);
  private static final int MOST_LOOKS = 100;
  private static final int LOOK_MILLIS = 100;

  private FileAttacks() {}

  static List<Scenario> all() {
    return List.of(
        MessageScenario.of(
            "file-never-brought",
            "a signed line that names a content that the server does not have",
            NOT_THERE,
            (attacker, session, room) -> refused(attacker, session, room, named(fresh()))),
        MessageScenario.of(
            "file-of-another-size",
            "a signed line that gives a content another size",
            NOT_THERE,
            FileAttacks::ofAnotherSize),
        MessageScenario.of(
            "file-of-another-room",
            "a signed line that names a content of another room",
            NOT_THERE,
            FileAttacks::ofAnotherRoom),
        MessageScenario.of(
            "file-of-another-content",
            "a content that does not have the hash under which it is brought",
            UNTRUE,
            FileAttacks::ofAnotherContent),
        MessageScenario.of(
            "file-beyond-its-size",
            "a content that goes on behind the size that was said",
            UNTRUE,
            FileAttacks::beyondItsSize),
        MessageScenario.of(
            "file-outside-of-its-folder",
            "a file whose name is a path",
            Expected.error(BAD_REQUEST),
            FileAttacks::outsideOfItsFolder),
        MessageScenario.of(
            "get-unnamed-file",
            "the content of a file that no line has named",
            NOT_THERE,
            FileAttacks::unnamed),
        MessageScenario.of(
            "get-file-of-another-room",
            "the content of a file, asked for in another room",
            NOT_THERE,
            FileAttacks::elsewhere),
        MessageScenario.of(
            "replay-file",
            "a signed file again in its session",
            Expected.error(REPLAYED),
            FileAttacks::replayed),
        MessageScenario.of(
            "tamper-file",
            "a signed file, changed to have another content",
            FORGED,
            FileAttacks::tampered),
        MessageScenario.of(
            "move-file", "a signed file, sent to another room", FORGED, FileAttacks::moved),
        MessageScenario.of(
            "attribute-file",
            "a signed file, changed to be by another user",
            FORGED,
            FileAttacks::attributed));
  }

  /** A content that no server has met. */
  private static byte[] fresh() {
    return UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static SharedFile named(byte[] content) {
    return named(content, content.length);
  }

  private static SharedFile named(byte[] content, long size) {
    return new SharedFile(
        new FileInfo("report.txt", size, "text/plain", Digests.sha256Hex(content)), List.of(), "");
  }

  /** Its signature is good, so that the server counts it. */
  private static Reaction refused(
      Attacker attacker, WellBehavedClient session, String room, SharedFile file)
      throws IOException, ProtocolException {
    attacker.sends("a signed line that names a file of " + file.file().size() + " bytes");
    Reaction reaction = session.attempt(room, session.sign(session.payload(room, file)));
    session.countRefused();
    return reaction;
  }

  /** Brings a content as an honest client does. */
  private static void bring(WellBehavedClient session, String room, byte[] content)
      throws ClientException, IOException, ProtocolException {
    String sha256 = Digests.sha256Hex(content);
    begin(session, room, sha256, content.length);
    session.ask(id -> new Request.FilePart(id, room, sha256, 0, content), FileOffsetAnswer.class);
    for (int looks = 1;
        !session.ask(id -> new Request.FileEnd(id, room, sha256), FileStateAnswer.class).ready();
        looks++) {
      if (looks == MOST_LOOKS) {
        throw new AttackNotPossibleException("the server has not examined a file in time");
      }
      pause();
    }
  }

  private static void pause() throws ClientException {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException("the attack was interrupted", e);
    }
  }

  private static void begin(WellBehavedClient session, String room, String sha256, long size)
      throws ClientException, IOException, ProtocolException {
    try {
      session.ask(id -> new Request.FileBegin(id, room, sha256, size), FileOffsetAnswer.class);
    } catch (UnexpectedRefusalException e) {
      if (e.error() == FILE_REFUSED) {
        throw new AttackNotPossibleException("the server takes no files");
      }
      throw e;
    }
  }

  private static Reaction ofAnotherSize(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    byte[] content = fresh();
    bring(session, room, content);
    return refused(attacker, session, room, named(content, content.length + 1L));
  }

  private static Reaction ofAnotherRoom(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    byte[] content = fresh();
    bring(session, attacker.otherRoom(session), content);
    return refused(attacker, session, room, named(content));
  }

  private static Reaction ofAnotherContent(
      Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    byte[] content = fresh();
    String other = Digests.sha256Hex(fresh());
    begin(session, room, other, content.length);
    attacker.sends(content.length + " bytes under the hash of others");
    session.ask(id -> new Request.FilePart(id, room, other, 0, content), FileOffsetAnswer.class);
    Reaction reaction = session.attempt(id -> new Request.FileEnd(id, room, other));
    // Until the content is examined, the answer is that it is not ready.
    for (int looks = 1; looks < MOST_LOOKS && reaction.kind() == Reaction.Kind.GRANTED; looks++) {
      pause();
      reaction = session.attempt(id -> new Request.FileEnd(id, room, other));
    }
    return reaction;
  }

  private static Reaction beyondItsSize(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    byte[] content = fresh();
    String sha256 = Digests.sha256Hex(content);
    begin(session, room, sha256, content.length - 1L);
    attacker.sends("one byte more than was said");
    return session.attempt(id -> new Request.FilePart(id, room, sha256, 0, content));
  }

  private static Reaction outsideOfItsFolder(
      Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    byte[] content = fresh();
    bring(session, room, content);
    SignedMessage signed = session.sign(session.payload(room, named(content)));
    String payload = new String(signed.payload(), StandardCharsets.UTF_8);
    attacker.sends("a file of the name ../report.txt");
    return session.attempt(
        room,
        payload.replace("report.txt", "../report.txt").getBytes(StandardCharsets.UTF_8),
        signed.signature());
  }

  private static Reaction unnamed(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    byte[] content = fresh();
    bring(session, room, content);
    attacker.sends("a request for a content that was brought and not named");
    return get(session, room, content);
  }

  private static Reaction elsewhere(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    byte[] content = fresh();
    shared(session, attacker.otherRoom(session), content);
    session.say(room, "said here");
    attacker.sends("a request for a content of another room");
    return get(session, room, content);
  }

  private static Reaction get(WellBehavedClient session, String room, byte[] content)
      throws IOException, ProtocolException {
    String sha256 = Digests.sha256Hex(content);
    return session.attempt(id -> new Request.FileContent(id, room, sha256, 0));
  }

  /** An honest file. */
  private static SignedMessage shared(WellBehavedClient session, String room, byte[] content)
      throws ClientException, IOException, ProtocolException {
    bring(session, room, content);
    SignedMessage message = session.sign(session.payload(room, named(content)));
    session.say(room, message);
    return message;
  }

  private static Reaction replayed(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    SignedMessage message = shared(session, room, fresh());
    attacker.sends("the same payload and signature in a new request");
    return session.attempt(room, message);
  }

  private static Reaction tampered(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    byte[] first = fresh();
    byte[] second = fresh();
    bring(session, room, first);
    bring(session, room, second);
    MessagePayload signed = session.payload(room, named(first));
    attacker.sends("a signed file, changed to name another content");
    return forged(session, room, signed, new MessagePayload(signed.envelope(), named(second)));
  }

  private static Reaction moved(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    byte[] content = fresh();
    String other = attacker.otherRoom(session);
    bring(session, other, content);
    bring(session, room, content);
    attacker.sends("a file that was signed for another room");
    return session.attempt(room, session.sign(session.payload(other, named(content))));
  }

  private static Reaction attributed(Attacker attacker, WellBehavedClient session, String room)
      throws ClientException, IOException, ProtocolException {
    byte[] content = fresh();
    bring(session, room, content);
    MessagePayload signed = session.payload(room, named(content));
    attacker.sends("a signed file, said to be by another user");
    return forged(session, room, signed, TamperedMessages.with(signed, "sender", "another"));
  }

  private static Reaction forged(
      WellBehavedClient session, String room, MessagePayload signed, MessagePayload sent)
      throws IOException, ProtocolException {
    return session.attempt(
        room, new SignedMessage(sent.encode(), session.sign(signed).signature()));
  }
}
