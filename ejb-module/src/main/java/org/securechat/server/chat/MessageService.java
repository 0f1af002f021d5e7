package org.securechat.server.chat;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.UUID;
import org.securechat.protocol.application.Answer.SentAnswer;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Names;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.ServiceException;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.delivery.PostCommitDelivery;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.room.OpenRooms;

/**
 * Takes signed messages: verifies each against the session it came in and gives it to the ledger.
 * The sender is answered when, and only when, the ledger has committed the line.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MessageService {

  @EJB private Delivery delivery;
  @EJB private LineAppender lines;
  @EJB private RoomRequests rooms;
  @EJB private OpenRooms open;

  /**
   * A message whose signature is good uses up its number, whatever comes of it afterwards, so that
   * a client that sends ahead always knows which number is due.
   *
   * @throws ServiceException {@code bad_request}, {@code signature_invalid} or {@code replayed}:
   *     the number is still due; {@code no_such_room}, {@code forbidden} or {@code unavailable}: it
   *     is used up
   */
  public void send(UserSession session, Request.Send request) {
    SignedMessage message = request.message();
    String roomName =
        request.room().orElseGet(() -> Names.directRoom(session.userName(), request.to().get()));
    MessagePayload payload = parse(message.payload());
    checkContext(session, roomName, payload);
    checkSequence(session, payload.seq());
    // Verified before anything is looked up or created for it: what is not signed costs nothing.
    verify(session.connection().peer(), message);
    session.advanceSequence();
    UUID room = rooms.writable(session, roomName, request.to());
    open.require(room);
    LineRequest append =
        LineRequest.of(room, roomName, session.userName(), session.certificate(), message)
            .with(() -> open.require(room));
    lines.append(
        session,
        append,
        PostCommitDelivery.answering(
            session.connection(),
            line -> Ok.of(request.id(), sent(roomName, line)),
            session.work()),
        request.id());
  }

  private static MessagePayload parse(byte[] payload) {
    try {
      return MessagePayload.parse(payload);
    } catch (EvidenceException e) {
      throw new ServiceException(ErrorCode.BAD_REQUEST, e.getMessage());
    }
  }

  /** A signature is good for one session, one room and one sender. */
  private static void checkContext(UserSession session, String room, MessagePayload payload) {
    if (!payload.channelBinding().equals(session.connection().channelBinding())) {
      throw new ServiceException(ErrorCode.SIGNATURE_INVALID, "signed for another session");
    }
    if (!payload.room().equals(room)) {
      throw new ServiceException(ErrorCode.SIGNATURE_INVALID, "signed for another room");
    }
    if (!payload.sender().equals(session.userName())) {
      throw new ServiceException(ErrorCode.SIGNATURE_INVALID, "signed for another sender");
    }
  }

  private static void checkSequence(UserSession session, long sequence) {
    if (sequence < session.nextSequence()) {
      throw new ServiceException(ErrorCode.REPLAYED, "sequence " + sequence + " was used before");
    }
    if (sequence > session.nextSequence()) {
      throw new ServiceException(
          ErrorCode.BAD_REQUEST,
          "sequence " + sequence + " where " + session.nextSequence() + " is due");
    }
  }

  private static void verify(PeerIdentity peer, SignedMessage message) {
    if (!peer.scheme().verify(peer.key(), message.payload(), message.signature())) {
      throw new ServiceException(
          ErrorCode.SIGNATURE_INVALID, "the signature is not the certificate's");
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
