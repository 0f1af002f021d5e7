package org.securechat.server.chat;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.UUID;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Answer.CertificateAnswer;
import org.securechat.protocol.application.Answer.Empty;
import org.securechat.protocol.application.Answer.HistoryAnswer;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.server.ServiceException;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.ledger.TranscriptLedger.HistoryPage;

/** What somebody who is logged in can ask for. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ChatService {

  /** Leaves room for the answer's frame beside the entries. */
  private static final int MAX_HISTORY_BYTES = 56_000;

  @EJB private TranscriptLedger ledger;
  @EJB private Delivery delivery;
  @EJB private MessageService messages;
  @EJB private RoomRequests rooms;
  @EJB private SessionReceipts receipts;

  /** A login has succeeded: it is answered, and listens to its rooms from now on. */
  public UserSession open(SecureConnection connection, AuthenticatedUser user, long re) {
    UserSession session = new UserSession(user, connection);
    rooms.listen(session, re);
    return session;
  }

  public void handle(UserSession session, Request request) {
    if (request instanceof Request.Send send) {
      messages.send(session, send);
    } else if (request instanceof Request.History history) {
      answer(session, request, history(session, history));
    } else if (request instanceof Request.CertificateRequest certificate) {
      answer(session, request, certificate(certificate.sha256()));
    } else if (request instanceof Request.ReceiptRequest receipt) {
      session.connection().send(receipts.whole(session, receipt));
    } else if (request instanceof Request.Countersign countersign) {
      receipts.countersign(session, countersign);
      answer(session, request, new Empty());
    } else if (request instanceof Request.Ping) {
      answer(session, request, new Empty());
    } else if (!rooms.handle(session, request)) {
      throw new ServiceException(ErrorCode.BAD_REQUEST, "already logged in");
    }
  }

  private static void answer(UserSession session, Request request, Answer answer) {
    session.connection().send(Ok.of(request.id(), answer));
  }

  private HistoryAnswer history(UserSession session, Request.History request) {
    UUID room = rooms.readable(session, request.room());
    HistoryPage page = ledger.history(room, request.after(), request.limit(), MAX_HISTORY_BYTES);
    return new HistoryAnswer(
        request.room(),
        page.entries().stream().map(entry -> entry.toEntry(request.room())).toList(),
        page.more());
  }

  private CertificateAnswer certificate(String sha256) {
    return ledger
        .certificate(sha256)
        .map(der -> new CertificateAnswer(sha256, der))
        .orElseThrow(() -> new ServiceException(ErrorCode.BAD_REQUEST, "unknown certificate"));
  }

  /** The session ends in good order: what is under way is finished, then come the receipts. */
  public void bye(UserSession session, long re) {
    receipts.leave(session, re);
  }

  /** The connection is gone. */
  public void closed(UserSession session) {
    delivery.disconnect(session);
  }
}
