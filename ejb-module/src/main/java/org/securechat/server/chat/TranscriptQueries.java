package org.securechat.server.chat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.securechat.protocol.application.Answer.CertificateAnswer;
import org.securechat.protocol.application.Answer.HistoryAnswer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.server.chat.ChatException.Reason;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.ledger.TranscriptLedger.HistoryPage;

/** Reads transcripts, and the certificates that their lines name. */
@ApplicationScoped
public class TranscriptQueries {

  /** Leaves room for the answer's frame beside the entries. */
  static final int MAX_ENTRIES_BYTES = 56_000;

  private final TranscriptLedger ledger;
  private final RoomQueries rooms;

  /** For the container's proxy. */
  public TranscriptQueries() {
    this(null, null);
  }

  @Inject
  public TranscriptQueries(TranscriptLedger ledger, RoomQueries rooms) {
    this.ledger = ledger;
    this.rooms = rooms;
  }

  /** Lines of a room that the session may read. */
  public HistoryAnswer history(UserSession session, Request.History request) {
    UUID room = rooms.readable(session, request.room());
    HistoryPage page = ledger.history(room, request.after(), request.limit(), MAX_ENTRIES_BYTES);
    return new HistoryAnswer(
        request.room(),
        page.entries().stream().map(entry -> entry.toEntry(request.room())).toList(),
        page.more());
  }

  /**
   * The certificate with this hash.
   *
   * @throws ChatException {@code UNKNOWN_CERTIFICATE}
   */
  public CertificateAnswer certificate(Request.CertificateRequest request) {
    return ledger
        .certificate(request.sha256())
        .map(der -> new CertificateAnswer(request.sha256(), der, issuersOf(der)))
        .orElseThrow(() -> new ChatException(Reason.UNKNOWN_CERTIFICATE, "unknown certificate"));
  }

  private List<String> issuersOf(byte[] der) {
    return DerCertificate.parse(der)
        .map(certificate -> ledger.issuersOf(certificate).stream().map(Digests::sha256Hex).toList())
        .orElse(List.of());
  }
}
