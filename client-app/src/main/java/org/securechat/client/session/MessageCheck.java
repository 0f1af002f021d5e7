package org.securechat.client.session;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import org.securechat.client.storage.RoleHistory;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.ServerEnvelope;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.UnknownPayload;
import org.securechat.protocol.evidence.UserEnvelope;
import org.securechat.protocol.evidence.WebhookPayload;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.name.Names;

/** Checks what a line says: payload, signature, and whose they are. Confined to one thread. */
final class MessageCheck {
  private final SenderCertificates certificates;
  private final ClassicClients classic;

  MessageCheck(SenderCertificates certificates) {
    this.certificates = certificates;
    this.classic = new ClassicClients(certificates);
  }

  /** Learns whose words a classic room's lines are, from its first line if that is kept. */
  void beginsWith(String room, TranscriptLine line, SignedMessage message) {
    classic.learn(room, line, message);
  }

  /** What the line says and everything that is wrong with it. */
  record Result(MessageBody body, List<TranscriptFinding> findings) {}

  /**
   * Where a line stands.
   *
   * @param chainAt the chain value after an earlier line, as far as it is known here
   * @param lineAt an earlier line, as far as it is known here
   * @param roles who might do what before a line; empty for a line that is not part of the room
   */
  record Place(
      String room,
      UUID roomId,
      LongFunction<Optional<String>> chainAt,
      LongFunction<Optional<KnownLine>> lineAt,
      Optional<RoleHistory> roles) {
    /** For a line that is not part of the room, by which nobody's role changes. */
    Place outside() {
      return new Place(room, roomId, chainAt, lineAt, Optional.empty());
    }
  }

  /**
   * A line that was checked before.
   *
   * @param content what a user said in it; empty if that is of an unknown kind, or not there
   */
  record KnownLine(TranscriptLine line, Optional<MessageContent> content) {
    private boolean isMessage(About about) {
      return about.fits(Kind.REPLY, line.sender(), line, content.map(MessageContent::kind));
    }

    private boolean fits(About about, MessagePayload message, String sender) {
      return about.fits(message.envelope().kind(), sender, line, content.map(MessageContent::kind));
    }
  }

  Result check(Place place, TranscriptLine line, Optional<SignedMessage> message) {
    List<TranscriptFinding> findings = new ArrayList<>();
    MessageBody body = new MessageBody.Erased();
    if (message.isPresent()) {
      body = body(place, line, message.get(), findings);
    } else if (line.isEvent() && !Names.isClassicRoom(place.room())) {
      // PROTOCOL.md §9.3: only messages can be erased.
      findings.add(TranscriptFinding.of(Fault.EVENT_MISSING));
    }
    checkSignature(line, message, findings);
    return new Result(body, findings);
  }

  private MessageBody body(
      Place place, TranscriptLine line, SignedMessage message, List<TranscriptFinding> findings) {
    if (!message.payloadSha256().equals(line.payloadSha256())) {
      findings.add(TranscriptFinding.of(Fault.PAYLOAD_ALTERED));
    }
    if (!Arrays.equals(message.signature(), line.signatureBytes())) {
      findings.add(TranscriptFinding.of(Fault.SIGNATURE_ALTERED));
    }
    try {
      return line.isEvent()
          ? byServer(place, line, message, findings)
          : byUser(place, line, message.payload(), findings);
    } catch (EvidenceException e) {
      findings.add(new TranscriptFinding(Fault.NOT_A_MESSAGE, e.getMessage()));
      return new MessageBody.Unreadable();
    }
  }

  private MessageBody byServer(
      Place place, TranscriptLine line, SignedMessage message, List<TranscriptFinding> findings)
      throws EvidenceException {
    byte[] payload = message.payload();
    ServerEnvelope envelope = UnknownPayload.byServer(payload);
    checkRoom(place, envelope.room(), envelope.roomId(), findings);
    if (place.roles().filter(roles -> !roles.take(line, payload)).isPresent()) {
      findings.add(TranscriptFinding.of(Fault.NOT_PERMITTED));
    }
    if (ClassicPayload.KINDS.contains(envelope.kind())) {
      ClassicPayload classicPayload = ClassicPayload.parse(payload);
      classic.learn(place.room(), line, message);
      return classic.body(place.room(), line, classicPayload, findings);
    }
    if (envelope.kind().equals(Kind.EVENT)) {
      EventPayload event = EventPayload.parse(payload);
      return new MessageBody.Event(event.event(), event.subject(), event.actor());
    }
    if (envelope.kind().equals(Kind.WEBHOOK)) {
      WebhookPayload webhook = WebhookPayload.parse(payload);
      return new MessageBody.Webhook(webhook.name(), webhook.text());
    }
    if (envelope.kind().equals(Kind.MODERATION)) {
      ModerationPayload decision = ModerationPayload.parse(payload);
      decision.about().ifPresent(about -> checkPin(place, line, about, findings));
      return new MessageBody.Decided(decision);
    }
    return new MessageBody.Unknown(envelope.kind().toString(), false);
  }

  /** PROTOCOL.md §9.3: only an earlier message is pinned. */
  private static void checkPin(
      Place place, TranscriptLine line, About about, List<TranscriptFinding> findings) {
    Optional<KnownLine> known = place.lineAt().apply(about.position());
    if (about.position() >= line.position()
        || known.filter(other -> !other.isMessage(about)).isPresent()) {
      findings.add(new TranscriptFinding(Fault.NO_SUCH_MESSAGE, "line " + about.position()));
    }
  }

  private static MessageBody byUser(
      Place place, TranscriptLine line, byte[] payload, List<TranscriptFinding> findings)
      throws EvidenceException {
    UserEnvelope envelope = UnknownPayload.byUser(payload);
    checkRoom(place, envelope.room(), envelope.roomId(), findings);
    if (!envelope.sender().equals(line.sender())) {
      findings.add(new TranscriptFinding(Fault.OTHER_SENDER, envelope.sender()));
    }
    After after = envelope.after();
    boolean same = place.chainAt().apply(after.position()).map(after.chain()::equals).orElse(true);
    if (after.position() >= line.position() || !same) {
      findings.add(new TranscriptFinding(Fault.OTHER_HISTORY, "after line " + after.position()));
    }
    if (!MessageContent.isKnown(envelope.kind())) {
      return new MessageBody.Unknown(envelope.kind().toString(), true);
    }
    MessagePayload message = MessagePayload.parse(payload);
    Kind kind = envelope.kind();
    if (place.roles().filter(roles -> !roles.permits(line, kind)).isPresent()) {
      findings.add(new TranscriptFinding(Fault.NOT_PERMITTED, kind + " by " + line.sender()));
    }
    return new MessageBody.Said(
        message.content(),
        envelope.sentAt(),
        after.position(),
        message.isByProgram(),
        message.about().flatMap(about -> quoted(place, line, message, about, findings)));
  }

  /** PROTOCOL.md §8.2: what a line can be about. */
  private static Optional<MessageBody.Quoted> quoted(
      Place place,
      TranscriptLine line,
      MessagePayload message,
      About about,
      List<TranscriptFinding> findings) {
    Optional<KnownLine> known = place.lineAt().apply(about.position());
    if (about.position() > message.after().position()
        || known.filter(other -> !other.fits(about, message, line.sender())).isPresent()) {
      findings.add(new TranscriptFinding(Fault.NO_SUCH_MESSAGE, "line " + about.position()));
      return Optional.empty();
    }
    return known.map(other ->
        new MessageBody.Quoted(
            about.position(),
            other.line().sender(),
            other.content().flatMap(MessageContent::words)));
  }

  private static void checkRoom(
      Place place, String room, UUID roomId, List<TranscriptFinding> findings) {
    if (!room.equals(place.room()) || !roomId.equals(place.roomId())) {
      findings.add(new TranscriptFinding(Fault.OTHER_ROOM, room));
    }
  }

  private void checkSignature(
      TranscriptLine line, Optional<SignedMessage> message, List<TranscriptFinding> findings) {
    try {
      X509Certificate certificate = certificates.get(line.certificateSha256());
      // An erased payload's signature cannot be checked any more; its hash still stands.
      if (message.isPresent() && !message.get().isSignedBy(certificate.getPublicKey())) {
        findings.add(TranscriptFinding.of(Fault.BAD_SIGNATURE));
      }
      Purpose purpose = line.isEvent() ? Purpose.RECEIPT : Purpose.CLIENT;
      PeerIdentity signer =
          certificates.judge(certificate, purpose, Timestamps.parse(line.receivedAt()));
      // PROTOCOL.md §6: a certificate speaks for the users that it states.
      if (!line.isEvent() && !signer.names(line.sender())) {
        findings.add(new TranscriptFinding(Fault.NOT_NAMED, line.sender()));
      }
    } catch (SenderCertificates.CertificateUnavailableException e) {
      findings.add(e.finding());
    } catch (EvidenceException e) {
      findings.add(new TranscriptFinding(Fault.NOT_A_LINE, e.getMessage()));
    }
  }
}
