package org.securechat.server.chat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.securechat.connector.address.IpAddresses;
import org.securechat.protocol.application.Answer.SentAnswer;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.DomainException;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.certificate.PeerValidity;
import org.securechat.server.chat.ChatException.Reason;
import org.securechat.server.delivery.PostCommitDelivery;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.ledger.TranscriptLedger.RoomHistories;
import org.securechat.server.room.Blocks;
import org.securechat.server.room.OpenRooms;

/**
 * Takes signed messages: verifies each against the session it came in and gives it to the ledger.
 * The sender is answered when, and only when, the ledger has committed the line.
 */
@ApplicationScoped
public class MessageService {

  private final LineAppender lines;
  private final RoomQueries rooms;
  private final OpenRooms open;
  private final Blocks blocks;
  private final RoomHistories history;
  private final MessageKinds kinds;
  private final PeerValidity validity;
  private final AuditLog audit;

  /** For the container's proxy. */
  public MessageService() {
    this(null, null, null, null, (RoomHistories) null, null, null, null);
  }

  @Inject
  public MessageService(
      LineAppender lines,
      RoomQueries rooms,
      OpenRooms open,
      Blocks blocks,
      TranscriptLedger ledger,
      MessageKinds kinds,
      PeerValidity validity,
      AuditLog audit) {
    this(lines, rooms, open, blocks, ledger.histories(), kinds, validity, audit);
  }

  private MessageService(
      LineAppender lines,
      RoomQueries rooms,
      OpenRooms open,
      Blocks blocks,
      RoomHistories history,
      MessageKinds kinds,
      PeerValidity validity,
      AuditLog audit) {
    this.lines = lines;
    this.rooms = rooms;
    this.open = open;
    this.blocks = blocks;
    this.history = history;
    this.kinds = kinds;
    this.validity = validity;
    this.audit = audit;
  }

  /**
   * Checks a message in the order of PROTOCOL.md 8.3 and gives it to the ledger. A message whose
   * signature is good uses up its number, whatever comes of it afterwards, so that a client that
   * sends ahead always knows which number is due.
   *
   * @param outcome told when the ledger has decided; not called if this method throws
   * @throws ChatException the number is still due
   * @throws DomainException of another kind: the number is used up
   */
  public void send(UserSession session, Request.Send request, RequestOutcome outcome) {
    SignedMessage message = request.message();
    String roomName = request.room();
    MessagePayload payload = parse(message.payload());
    checkSpeaker(session, payload);
    checkContext(session, roomName, payload);
    checkSequence(session, payload.seq());
    // PROTOCOL.md 8.3, 4 before 6: nothing is looked up for what is not signed.
    verify(session.connection().peer(), message);
    session.advanceSequence();
    requireGood(validity.isGood(session.connection().peer()));
    UUID room = rooms.writable(session, roomName);
    open.require(room);
    blocks.require(roomName, session.user());
    checkHistory(session, room, payload);
    kinds.check(session, room, payload);
    LineRequest line =
        LineRequest.of(room, roomName, session.userName(), session.certificate(), message)
            .inSession(session.connection().channelBinding())
            .provided(entry -> {
              open.require(room);
              blocks.require(roomName, session.user());
              kinds.requireWritable(room, session, payload, entry.receivedAt());
              // PROTOCOL.md 8.3, 5: the certificate is good at the moment the line gets its time.
              requireGood(validity.isGood(session.connection().peer(), entry.receivedAt()));
              requireCovered(session.connection().peer(), entry.receivedAt());
            });
    LineRequest append = kinds.bind(line, session, room, payload);
    PostCommitDelivery following =
        PostCommitDelivery.toRoom()
            .answering(
                session.connection(), written -> Ok.of(request.id(), sent(roomName, written)))
            .holding(session.work());
    lines.append(append, following, kinds.following(outcome, session, payload));
  }

  /** PROTOCOL.md 8.3, 1: at most 32 768 bytes and of the canonical form. */
  private static MessagePayload parse(byte[] payload) {
    try {
      return MessagePayload.parse(payload);
    } catch (EvidenceException e) {
      throw new ChatException(Reason.MALFORMED_PAYLOAD, e.getMessage());
    }
  }

  /** PROTOCOL.md 8.3, 1: programs sign that they are programs, and people do not. */
  private static void checkSpeaker(UserSession session, MessagePayload payload) {
    if (payload.isByProgram() != session.isBot()) {
      throw new ChatException(
          Reason.MALFORMED_PAYLOAD,
          session.isBot() ? "not of a kind of programs" : "of a kind of programs");
    }
  }

  /** PROTOCOL.md 8.3, 2: a signature is good for one session, one room's name and one sender. */
  private static void checkContext(UserSession session, String room, MessagePayload payload) {
    if (!payload.channelBinding().equals(session.connection().channelBinding())) {
      throw new ChatException(Reason.WRONG_CONTEXT, "signed for another session");
    }
    if (!payload.room().equals(room)) {
      throw new ChatException(Reason.WRONG_CONTEXT, "signed for another room");
    }
    if (!payload.sender().equals(session.userName())) {
      throw new ChatException(Reason.WRONG_CONTEXT, "signed for another sender");
    }
  }

  /** PROTOCOL.md 8.3, 3: the number must be the one that is due. */
  private static void checkSequence(UserSession session, long sequence) {
    if (sequence < session.nextSequence()) {
      throw new ChatException(Reason.SEQUENCE_USED, "sequence " + sequence + " was used before");
    }
    if (sequence > session.nextSequence()) {
      throw new ChatException(
          Reason.SEQUENCE_AHEAD,
          "sequence " + sequence + " where " + session.nextSequence() + " is due");
    }
  }

  /** PROTOCOL.md 8.3, 4: the signature is the certificate's. */
  private static void verify(PeerIdentity peer, SignedMessage message) {
    if (!peer.scheme().verify(peer.key(), message.payload(), message.signature())) {
      throw new ChatException(Reason.INVALID_SIGNATURE, "the signature is not the certificate's");
    }
  }

  /** PROTOCOL.md 8.3, 7: it is this room, and what the author saw last is a line of it. */
  private void checkHistory(UserSession session, UUID room, MessagePayload payload) {
    After after = payload.after();
    if (!payload.roomId().equals(room)
        || !history.isChainAt(room, after.position(), after.chain())) {
      audit.later(fork(session, payload));
      throw new ChatException(Reason.OTHER_HISTORY, "after line " + after.position());
    }
  }

  /** The author has signed that they saw another history: one of the two is not the true one. */
  private static AuditEvent fork(UserSession session, MessagePayload payload) {
    SecureConnection connection = session.connection();
    return AuditEvent.of(AuditAction.MESSAGE_FORK)
        .by(session.userName())
        .as("", "certificate")
        .from(IpAddresses.text(connection.remoteAddress()))
        .on(payload.room())
        .failed()
        .with("certificate", connection.peer().certificateSha256())
        .with("position", Long.toString(payload.after().position()))
        .with("chain", payload.after().chain());
  }

  /** PROTOCOL.md 8.3, 5: no line that verifiers refuse because its list had run out. */
  private void requireCovered(PeerIdentity peer, Instant time) {
    if (!validity.isCovered(peer, time)) {
      throw new ChatException(Reason.NO_CURRENT_LIST, "no revocation list is current");
    }
  }

  private static void requireGood(boolean good) {
    if (!good) {
      throw new ChatException(
          Reason.CERTIFICATE_ENDED, "the certificate has run out or is revoked");
    }
  }

  private static SentAnswer sent(String room, CommittedLine line) {
    return new SentAnswer(
        room,
        line.entry().position(),
        line.entry().chain(),
        Timestamps.format(line.entry().receivedAt()));
  }
}
