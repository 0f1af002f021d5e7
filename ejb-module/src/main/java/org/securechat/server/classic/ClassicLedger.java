package org.securechat.server.classic;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.securechat.connector.contract.InFlightPermit;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.identity.Credentials;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.certificate.PeerValidity;
import org.securechat.server.chat.ChatException;
import org.securechat.server.chat.LineAppender;
import org.securechat.server.delivery.PostCommitDelivery;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.room.ClassicRooms;

/** Puts classic sessions on record: each a room, each line of it the server's signed statement. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ClassicLedger {
  private final LineAppender lines;
  private final ClassicRooms rooms;
  private final TranscriptLedger ledger;
  private final LedgerKey key;
  private final PeerValidity validity;
  private final Clock clock;

  /** For the container's proxy. */
  public ClassicLedger() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public ClassicLedger(
      LineAppender lines,
      ClassicRooms rooms,
      TranscriptLedger ledger,
      LedgerKey key,
      PeerValidity validity,
      Clock clock) {
    this.lines = lines;
    this.rooms = rooms;
    this.ledger = ledger;
    this.key = key;
    this.validity = validity;
    this.clock = clock;
  }

  /**
   * Makes the session's room and its first line, and waits until both are there.
   *
   * @throws org.securechat.server.DomainException if they could not be written
   */
  public void open(ClassicSession session) {
    Instant now = clock.instant();
    String user = session.user().map(AuthenticatedUser::username).orElse("");
    // The opening names it by its hash, so it has to be there first.
    SenderCertificate certificate = SenderCertificate.of(session.peer());
    ledger.keepIssuers(certificate);
    ledger.keep(certificate);
    LineRequest opening =
        line(
                session,
                ClassicPayload.Opening.create(
                        session.roomName(), session.room(), session.peer().leaf(), user, now)
                    .encode())
            .with(() -> rooms.create(session.room(), session.roomName(), session.user(), now));
    List<String> joined = session.user().map(AuthenticatedUser::username).stream().toList();
    lines.appendAndWait(opening, PostCommitDelivery.toRoom().joining(joined));
  }

  /**
   * Gives a message to the ledger. Does not wait.
   *
   * @param payload of a {@link ClassicPayload.Message}
   * @param permit released when the message is written and delivered, or has failed
   */
  public CompletionStage<CommittedLine> write(
      ClassicSession session, byte[] payload, InFlightPermit permit) {
    return lines.begin(line(session, payload), PostCommitDelivery.toRoom().holding(permit));
  }

  /**
   * Puts the receipt on record, and waits until it is.
   *
   * @throws org.securechat.server.DomainException if it could not be written
   */
  public ClassicPayload.Closing close(ClassicSession session) {
    ClassicPayload.Closing closing = receipt(session);
    lines.appendAndWait(line(session, closing.encode()), PostCommitDelivery.toRoom());
    return closing;
  }

  /** The receipt alone, for a session in which nothing was said. */
  public ClassicPayload.Closing receipt(ClassicSession session) {
    Credentials server = session.server();
    return ClassicPayload.Closing.create(
        session.roomName(),
        session.room(),
        server.leaf(),
        server.privateKey(),
        session.transcript(),
        clock.instant());
  }

  private LineRequest line(ClassicSession session, byte[] payload) {
    return LineRequest.event(session.room(), session.roomName(), key, payload)
        .provided(line -> requireGood(session, line));
  }

  /** PROTOCOL.md 11.2, 5: verifiers judge the client's certificate at the time of every line. */
  private void requireGood(ClassicSession session, LedgerEntry line) {
    if (!validity.isGood(session.peer(), line.receivedAt())
        || !validity.isCovered(session.peer(), line.receivedAt())) {
      throw new ChatException(
          ChatException.Reason.CERTIFICATE_ENDED, "the certificate has run out or is revoked");
    }
  }
}
