package org.securechat.protocol.evidence.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.ServerEnvelope;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.UserEnvelope;
import org.securechat.protocol.evidence.WebhookPayload;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;
import org.securechat.protocol.identity.PeerIdentity;

/**
 * Whether each line's payload is what its sender signed, for this room (PROTOCOL.md §11.2, 7). What
 * is missing is judged elsewhere.
 */
final class PayloadChecks {
  private final Receipt receipt;
  private final UUID roomId;
  private final CertificateChecks certificates;
  private final Payloads payloads;
  private final SortedMap<String, byte[]> files;
  private final ReportBuilder findings;
  private final boolean parallel;

  PayloadChecks(
      Receipt receipt,
      CertificateChecks certificates,
      Payloads payloads,
      SortedMap<String, byte[]> files,
      ReportBuilder findings,
      boolean parallel) {
    this.receipt = receipt;
    this.roomId = UUID.fromString(receipt.roomId());
    this.certificates = certificates;
    this.payloads = payloads;
    this.files = files;
    this.findings = findings;
    this.parallel = parallel;
  }

  void check(List<TranscriptLine> lines) {
    ClassicChecks classic = new ClassicChecks(certificates, payloads, findings);
    // Nearly all of the time goes here, and no signature depends on another.
    Stream<TranscriptLine> all = parallel ? lines.parallelStream() : lines.stream();
    List<Proof> proofs = all.map(this::prove).toList();
    for (int i = 0; i < lines.size(); i++) {
      TranscriptLine line = lines.get(i);
      byte[] signature = files.get(BundleLayout.signature(line.position()));
      if (signature != null) {
        findings.check(
            Aspect.SIGNATURE,
            BundleLayout.signature(line.position()),
            Arrays.equals(signature, line.signatureBytes()),
            "not the signature of its line");
      }
      byte[] payload = files.get(BundleLayout.payload(line.position()));
      if (payload == null) {
        classic.incomplete();
      } else {
        check(line, proofs.get(i), classic);
      }
    }
  }

  /** What is computed of a line and its payload, and depends on no other line. */
  private record Proof(boolean whole, boolean signed) {}

  private Proof prove(TranscriptLine line) {
    byte[] payload = files.get(BundleLayout.payload(line.position()));
    if (payload == null) {
      return new Proof(false, false);
    }
    boolean whole = Digests.sha256Hex(payload).equals(line.payloadSha256());
    Optional<PeerIdentity> signer = certificates.signer(line);
    return new Proof(
        whole, signer.filter(s -> s.signed(payload, line.signatureBytes())).isPresent());
  }

  private void check(TranscriptLine line, Proof proof, ClassicChecks classic) {
    String file = BundleLayout.payload(line.position());
    findings.check(Aspect.PAYLOAD, file, proof.whole(), "not the payload of its line");
    findings.check(
        Aspect.SIGNATURE,
        file,
        proof.signed(),
        certificates.signer(line).isPresent()
            ? "does not verify"
            : "there is no acceptable certificate to verify by");
    checkContent(line, file, classic);
  }

  private void checkContent(TranscriptLine line, String file, ClassicChecks classic) {
    switch (payloads.of(line)) {
      case Said.Nothing _ -> throw new IllegalStateException("there is a payload");
      case Said.Malformed(String fault) -> findings.failed(Aspect.PAYLOAD, file, fault);
      case Said.ByUser(UserEnvelope envelope, boolean known, _) -> {
        checkRoom(file, envelope.room(), envelope.roomId());
        findings.check(
            Aspect.PAYLOAD,
            file,
            envelope.sender().equals(line.sender()),
            "said by another sender");
        remarkOnKind(file, envelope.kind(), known);
      }
      case Said.Happened(EventPayload event) -> checkRoom(file, event.room(), event.roomId());
      case Said.Hooked(WebhookPayload hooked) ->
          checkRoom(file, hooked.envelope().room(), hooked.envelope().roomId());
      case Said.Decided(ModerationPayload decision) ->
          checkRoom(file, decision.room(), decision.roomId());
      case Said.Audited _ -> checkRoom(file, AuditPayload.ROOM, AuditPayload.ROOM_ID);
      case Said.Classic(ClassicPayload payload) -> {
        checkRoom(file, payload.room(), payload.envelope().roomId());
        classic.check(line, file, payload);
      }
      case Said.ByServer(ServerEnvelope envelope) -> {
        checkRoom(file, envelope.room(), envelope.roomId());
        remarkOnKind(file, envelope.kind(), false);
      }
    }
  }

  private void checkRoom(String file, String room, UUID id) {
    findings.check(
        Aspect.PAYLOAD,
        file,
        room.equals(receipt.room()) && id.equals(roomId),
        "said in another room");
  }

  private void remarkOnKind(String file, Kind kind, boolean known) {
    if (!known) {
      findings.unknown(Aspect.KIND, file, "of a kind unknown to this version: " + kind);
    }
  }
}
