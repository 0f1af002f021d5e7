package org.securechat.server.chat;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.securechat.protocol.application.Answer.Empty;
import org.securechat.protocol.application.Answer.RevocationListAnswer;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessage.Notice;
import org.securechat.protocol.application.ServerMessage.ReceiptMessage;
import org.securechat.server.DomainException;
import org.securechat.server.chat.ChatException.Reason;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.limit.FairLane;
import org.securechat.server.limit.LaneException;
import org.securechat.server.limit.LaneKind;
import org.securechat.server.limit.Lanes;
import org.securechat.server.receipt.JudgedLists;
import org.securechat.server.receipt.ReceiptSigner;
import org.securechat.server.receipt.SignedReceipt;
import org.securechat.server.room.RoomAccess;
import org.securechat.server.room.RoomService;

/** Receipts on request, and those that end a session. */
@ApplicationScoped
public class SessionReceipts {

  private static final long QUIET_SECONDS = 30;

  /** Bytes of a revocation list in one answer. */
  private static final int LIST_PART = 45_000;

  private final ReceiptSigner signer;
  private final TranscriptLedger ledger;
  private final RoomService rooms;
  private final Delivery delivery;
  private final JudgedLists lists;
  private final Lanes lanes;
  private final ReceiptAllowance allowance;
  private final Executor executor;

  /** For the container's proxy. */
  public SessionReceipts() {
    this(null, null, null, null, null, null, null, (Executor) null);
  }

  @Inject
  public SessionReceipts(
      ReceiptSigner signer,
      TranscriptLedger ledger,
      RoomService rooms,
      Delivery delivery,
      JudgedLists lists,
      Lanes lanes,
      ReceiptAllowance allowance,
      ManagedExecutorService executor) {
    this(signer, ledger, rooms, delivery, lists, lanes, allowance, (Executor) executor);
  }

  SessionReceipts(
      ReceiptSigner signer,
      TranscriptLedger ledger,
      RoomService rooms,
      Delivery delivery,
      JudgedLists lists,
      Lanes lanes,
      ReceiptAllowance allowance,
      Executor executor) {
    this.signer = signer;
    this.ledger = ledger;
    this.rooms = rooms;
    this.delivery = delivery;
    this.lists = lists;
    this.lanes = lanes;
    this.allowance = allowance;
    this.executor = executor;
  }

  /**
   * For lines of a room: all of them, unless the request says otherwise.
   *
   * @throws DomainException if the session may not read the room, there are no such lines, or the
   *     user has asked for too many receipts
   */
  public ReceiptMessage issue(UserSession session, Request.ReceiptRequest request) {
    RoomAccess room = rooms.requireReader(request.room(), session.user().id());
    allowance.take(session.userId());
    SignedReceipt receipt =
        signer.issue(
            room.id(),
            room.name(),
            session.userName(),
            Optional.of(session.connection().peer()),
            session.connection().channelBinding(),
            request.first().orElse(1),
            request.last().orElseGet(() -> ledger.head(room.id()).position()));
    return message(OptionalLong.of(request.id()), receipt);
  }

  /**
   * A part of a revocation list that a receipt names.
   *
   * @throws ChatException {@code UNKNOWN_LIST}
   */
  public RevocationListAnswer revocationList(Request.RevocationListRequest request) {
    byte[] list =
        lists
            .find(request.sha256())
            .filter(der -> request.offset() < der.length)
            .orElseThrow(() -> new ChatException(Reason.UNKNOWN_LIST, "no such list"));
    int from = (int) request.offset();
    byte[] part = Arrays.copyOfRange(list, from, Math.min(list.length, from + LIST_PART));
    return new RevocationListAnswer(request.sha256(), list.length, part);
  }

  public void countersign(UserSession session, Request.Countersign request) {
    signer.countersign(
        request.countersignature(),
        session.userName(),
        session.connection().peer(),
        request.signature());
  }

  /**
   * Ends a session in good order: what it asked for is finished first, then it gets a receipt for
   * what it saw of each room, the answer, and the end.
   */
  public void leave(UserSession session, long re) {
    var _ =
        session
            .quiet()
            .orTimeout(QUIET_SECONDS, TimeUnit.SECONDS)
            .whenComplete((_, _) -> finishInTurn(session, re));
  }

  /** Without a turn in time the session ends in the same order, with notices for its receipts. */
  private void finishInTurn(UserSession session, long re) {
    FairLane.Job job =
        new FairLane.Job() {
          @Override
          public void run() {
            List<ServerMessage> closingMessages = new ArrayList<>();
            session.seen().forEach(room -> receipt(session, room, closingMessages));
            finish(session, re, closingMessages);
          }

          @Override
          public void refused(LaneException reason) {
            // Not on this thread, which may be the delivery's: it would wait for itself.
            executor.execute(() -> finishWithoutReceipts(session, re));
          }
        };
    try {
      lanes.of(LaneKind.RECEIPTS).submit(session.userId(), job);
    } catch (LaneException e) {
      job.refused(e);
    }
  }

  private void finishWithoutReceipts(UserSession session, long re) {
    List<ServerMessage> closingMessages = new ArrayList<>();
    session.seen().forEach(room -> closingMessages.add(noReceipt(room)));
    finish(session, re, closingMessages);
  }

  private void finish(UserSession session, long re, List<ServerMessage> closingMessages) {
    closingMessages.add(Ok.of(re, new Empty()));
    delivery.disconnect(session);
    delivery.submit(() -> {
      closingMessages.forEach(session.connection()::send);
      session.connection().close();
    });
  }

  /** A room in which the session saw no line needs no receipt. */
  private void receipt(
      UserSession session, UserSession.SeenRoom room, List<ServerMessage> closingMessages) {
    try {
      // A receipt never covers lines that came after the user had left.
      long last = session.leftAt(room.id()).orElseGet(() -> ledger.head(room.id()).position());
      if (last >= room.first()) {
        SignedReceipt receipt =
            signer.issue(
                room.id(),
                room.name(),
                session.userName(),
                Optional.of(session.connection().peer()),
                session.connection().channelBinding(),
                room.first(),
                last);
        closingMessages.add(message(OptionalLong.empty(), receipt));
      }
    } catch (DomainException e) {
      closingMessages.add(noReceipt(room));
    }
  }

  private static Notice noReceipt(UserSession.SeenRoom room) {
    return new Notice("no receipt for room " + room.name() + " at present");
  }

  private static ReceiptMessage message(OptionalLong re, SignedReceipt receipt) {
    return new ReceiptMessage(re, receipt.json(), receipt.signature());
  }
}
