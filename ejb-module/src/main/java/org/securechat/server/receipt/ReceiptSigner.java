package org.securechat.server.receipt;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.securechat.protocol.evidence.Countersignature;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.ReceiptSigning;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.server.DomainException;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.receipt.ReceiptException.Reason;
import org.securechat.server.renewal.CertificateFault;

/** Issues receipts and takes countersignatures. Thread-safe. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class ReceiptSigner {
  private final ReceiptKey key;
  private final TranscriptLedger ledger;
  private final ReceiptStore receipts;
  private final JudgedLists lists;
  private final ServerIdentity identity;
  private final Clock clock;
  private final LongAdder issued = new LongAdder();

  /** For the container's proxy. */
  public ReceiptSigner() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public ReceiptSigner(
      ReceiptKey key,
      TranscriptLedger ledger,
      ReceiptStore receipts,
      JudgedLists lists,
      ServerIdentity identity,
      Clock clock) {
    this.key = key;
    this.ledger = ledger;
    this.receipts = receipts;
    this.lists = lists;
    this.identity = identity;
    this.clock = clock;
  }

  /**
   * As {@link #issue(UUID, String, String, Optional, String, long, long)}, for nobody who would
   * countersign it.
   */
  public SignedReceipt issue(
      UUID roomId, String roomName, String user, String session, long first, long last) {
    return issue(roomId, roomName, user, Optional.empty(), session, first, last);
  }

  /**
   * Signs for what is in the transcript from first to last position, having verified it up to the
   * room's head. Reads the lines a few at a time. The receipt is kept before it is returned.
   *
   * @param holder with which certificate the user may countersign it, if the user is a person
   * @param session the channel binding of the session it is for, 64 hexadecimal digits
   * @param first from 1
   * @param last from first - 1, for a session in which nothing was said
   * @throws DomainException if there are no such lines, a receipt cannot say what it has to of so
   *     many, no verifier would take it, the room is refused or the database away
   */
  public SignedReceipt issue(
      UUID roomId,
      String roomName,
      String user,
      Optional<PeerIdentity> holder,
      String session,
      long first,
      long last) {
    ledger.requireRight();
    try {
      SignedReceipt signed = sign(roomId, roomName, user, holder, session, first, last);
      receipts.save(
          new IssuedReceipt(signed, Timestamps.parse(signed.receipt().issuedAt()).toEpochMilli()));
      signHead(roomId);
      issued.increment();
      return signed;
    } catch (DomainException e) {
      throw e;
    } catch (EvidenceException | RuntimeException e) {
      ReceiptLog.failed(roomId, e);
      throw new ReceiptException(Reason.FAILED, "the receipt could not be issued");
    }
  }

  private SignedReceipt sign(
      UUID roomId,
      String roomName,
      String user,
      Optional<PeerIdentity> holder,
      String session,
      long first,
      long last) {
    String previousChain = ledger.chainAt(roomId, first - 1);
    List<String> members = ledger.membersBefore(roomId, first);
    LoadedReceiptKey signer = key.now();
    List<X509Certificate> own = signer.credentials().chain();
    insistOnGood(own);
    ListChoice judged = lists.current(own, ledger::certificate);
    TranscriptDigest lines = new TranscriptDigest(previousChain, judged.revoked());
    ledger.entries(roomId, first, last, lines::add);
    Receipt receipt =
        new Receipt(
            signer.serverName(),
            roomName,
            roomId.toString(),
            user,
            session,
            first,
            last,
            previousChain,
            lines.chain(),
            lines.sha256(),
            Receipt.membersSha256(members),
            insist(Receipt.erased(lines.erased())),
            insist(Receipt.revoked(lines.revoked())),
            judged.names(lines.signers(), judgedBesides(own.getFirst(), holder)),
            signer.certificate().sha256(),
            issuedAt(lines));
    byte[] json = receipt.encode();
    if (json.length > Receipt.MAX_LENGTH) {
      throw tooWide();
    }
    return new SignedReceipt(
        receipt, json, ReceiptSigning.sign(signer.credentials(), json), members);
  }

  /** It can be had later, when the certificate has been renewed: the record is there. */
  private void insistOnGood(List<X509Certificate> own) {
    Optional<CertificateFault> fault =
        identity
            .fault("issued/receipt.pem", own, Purpose.RECEIPT)
            .filter(CertificateFault::isForEverybody);
    if (fault.isPresent()) {
      throw new ReceiptException(Reason.CERTIFICATE_REFUSED, fault.get().reason());
    }
  }

  private static String insist(Optional<String> positions) {
    return positions.orElseThrow(ReceiptSigner::tooWide);
  }

  private static ReceiptException tooWide() {
    return new ReceiptException(Reason.RANGE_TOO_WIDE, "ask for a shorter range");
  }

  /** The holder may countersign. */
  private static List<X509Certificate> judgedBesides(
      X509Certificate own, Optional<PeerIdentity> holder) {
    return Stream.concat(Stream.of(own), holder.map(PeerIdentity::leaf).stream()).toList();
  }

  /** PROTOCOL.md 10: never before the last line, even if this clock has been set back. */
  private String issuedAt(TranscriptDigest lines) {
    Instant now = clock.instant();
    return Timestamps.format(now.isBefore(lines.receivedAt()) ? lines.receivedAt() : now);
  }

  /** How many receipts have been issued since the start. */
  public long issued() {
    return issued.sum();
  }

  /** What one person carries away as signed, the server should not be able to forget. */
  private void signHead(UUID roomId) {
    try {
      ledger.signHead(roomId);
    } catch (RuntimeException e) {
      ReceiptLog.headNotSigned(roomId, e);
    }
  }

  /**
   * Takes a member's statement that a receipt agrees with what they were shown. Repeating it
   * changes nothing.
   *
   * @param statement the bytes of a {@link Countersignature} about a receipt that was issued to
   *     this user
   * @param signature by the peer's key
   * @throws ReceiptException if there is no such receipt, the statement is another's, or the
   *     signature is by another key or over something else
   */
  public void countersign(byte[] statement, String user, PeerIdentity peer, byte[] signature) {
    String receiptSha256 = named(statement, user, peer);
    try {
      if (receipts.find(receiptSha256).filter(issued -> issued.isFor(user)).isEmpty()) {
        throw new ReceiptException(Reason.NO_SUCH_RECEIPT, "no such receipt for " + user);
      }
      if (signature.length > SignedMessage.MAX_SIGNATURE || !peer.signed(statement, signature)) {
        throw new ReceiptException(
            Reason.INVALID_COUNTERSIGNATURE,
            "the countersignature of " + user + " does not verify");
      }
      ledger.keep(SenderCertificate.of(peer));
      receipts.countersign(
          receiptSha256, peer.certificateSha256(), statement, signature, clock.millis());
    } catch (DomainException e) {
      throw e;
    } catch (RuntimeException e) {
      ReceiptLog.countersignatureFailed(receiptSha256, e);
      throw new ReceiptException(Reason.FAILED, "the countersignature could not be kept");
    }
  }

  /** Which receipt the statement is about. */
  private static String named(byte[] statement, String user, PeerIdentity peer) {
    try {
      Countersignature parsed = Countersignature.parse(statement);
      if (parsed.user().equals(user) && parsed.certificate().equals(peer.certificateSha256())) {
        return parsed.receiptSha256();
      }
    } catch (EvidenceException e) {
      // Refused below like every statement that is not this user's.
    }
    throw new ReceiptException(Reason.MALFORMED_COUNTERSIGNATURE, "no countersignature of " + user);
  }
}
