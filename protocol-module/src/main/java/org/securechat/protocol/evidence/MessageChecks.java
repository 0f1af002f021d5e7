package org.securechat.protocol.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.PeerIdentity;

/** Whether each line's payload is what its sender signed, here, in this order. */
final class MessageChecks {

  private final SortedMap<String, byte[]> files;
  private final CertificateChecks certificates;
  private final Optional<Receipt> receipt;
  private final ReportBuilder findings;
  private final ClassicChecks classic;
  private final Map<String, MessagePayload> lastOfSession = new HashMap<>();
  private final Set<String> namesSeen = new HashSet<>();
  private final List<Long> missing = new ArrayList<>();
  private final Map<Long, Positions> accounts = new LinkedHashMap<>();

  MessageChecks(
      SortedMap<String, byte[]> files,
      CertificateChecks certificates,
      Optional<Receipt> receipt,
      ReportBuilder findings) {
    this.files = files;
    this.certificates = certificates;
    this.receipt = receipt;
    this.findings = findings;
    this.classic = new ClassicChecks(certificates, findings);
  }

  void check(TranscriptLine line) {
    Optional<PeerIdentity> signer = certificates.identity(line.certificateSha256());
    checkSignatureFile(line);
    if (!line.isEvent() && namesSeen.add(line.sender() + " " + line.certificateSha256())) {
      signer.ifPresent(identity -> checkName(line, identity));
    }
    String file = BundleLayout.payload(line.position());
    byte[] payload = files.get(file);
    if (payload == null) {
      checkErased(line);
      return;
    }
    findings.check(
        "hash",
        file,
        Digests.sha256Hex(payload).equals(line.payloadSha256()),
        "not the payload of its line");
    findings.check(
        "signature",
        file,
        signer.isPresent() && signer.get().signed(payload, line.signatureBytes()),
        signer.isPresent() ? "does not verify" : "there is no acceptable certificate to verify by");
    checkContent(line, file, payload);
  }

  /**
   * Says of each missing payload whether an event accounts for it. That none does is no failure:
   * the event may come after the last line of this bundle.
   */
  void remarkOnErased() {
    for (long position : missing) {
      findings.remark(
          "line "
              + position
              + ": its payload has been erased, "
              + accountOf(position)
                  .map(event -> "as line " + event + " says")
                  .orElse("but no line of this record says so"));
    }
  }

  private Optional<Long> accountOf(long position) {
    return accounts.entrySet().stream()
        .filter(event -> event.getKey() > position && event.getValue().contains(position))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private void checkSignatureFile(TranscriptLine line) {
    String file = BundleLayout.signature(line.position());
    byte[] signature = files.get(file);
    if (signature != null) {
      findings.check(
          "signature",
          file,
          Arrays.equals(signature, line.signatureBytes()),
          "not the signature of its line");
    }
  }

  private void checkErased(TranscriptLine line) {
    String file = BundleLayout.erased(line.position());
    byte[] note = files.get(file);
    if (note != null) {
      findings.check(
          "form",
          file,
          Arrays.equals(note, BundleLayout.erasedNote(line.position())),
          "not the note of an erased payload");
      missing.add(line.position());
      classic.incomplete();
    }
  }

  private void checkContent(TranscriptLine line, String file, byte[] payload) {
    try {
      if (line.isEvent() && isAuditLog()) {
        AuditPayload.parse(payload);
      } else if (line.isEvent() && ClassicPayload.isClassic(payload)) {
        ClassicPayload recorded = ClassicPayload.parse(payload);
        checkRoom(file, recorded.room());
        classic.check(line, file, recorded);
      } else if (line.isEvent()) {
        EventPayload event = EventPayload.parse(payload);
        checkRoom(file, event.room());
        // PROTOCOL.md §9.3: an erased event names the messages whose payloads are gone.
        if (event.event() == EventPayload.Event.ERASED) {
          accounts.put(line.position(), Positions.parse(event.subject()));
        }
      } else {
        MessagePayload message = MessagePayload.parse(payload);
        checkRoom(file, message.room());
        findings.check(
            "sender", file, message.sender().equals(line.sender()), "said by another sender");
        checkSequence(file, message);
      }
      findings.passed("form", file);
    } catch (EvidenceException e) {
      findings.failed("form", file, e.getMessage());
    }
  }

  /**
   * Whether the receipt is for the audit log. PROTOCOL.md §9.4: a verifier MUST refuse its payloads
   * in a room's transcript, and every other payload in the audit log's.
   */
  private boolean isAuditLog() {
    return receipt
        .filter(r ->
            r.room().equals(AuditPayload.ROOM)
                && r.roomId().equals(AuditPayload.ROOM_ID.toString()))
        .isPresent();
  }

  private void checkRoom(String file, String room) {
    receipt.ifPresent(
        r -> findings.check("room", file, room.equals(r.room()), "said in another room"));
  }

  // PROTOCOL.md §8: numbers may be missing, since a session can write to several rooms, but each
  // occurs once.
  private void checkSequence(String file, MessagePayload message) {
    MessagePayload before = lastOfSession.put(message.channelBinding(), message);
    if (before != null) {
      findings.check(
          "sequence",
          file,
          message.seq() > before.seq() && message.sender().equals(before.sender()),
          "replayed, out of sequence, or in somebody else's session");
    }
  }

  private void checkName(TranscriptLine line, PeerIdentity signer) {
    String file = BundleLayout.certificate(line.certificateSha256());
    // PROTOCOL.md §6: any kind of name counts; which one it was is for the reader.
    findings.check("name", file, signer.names(line.sender()), "does not name " + line.sender());
  }
}
