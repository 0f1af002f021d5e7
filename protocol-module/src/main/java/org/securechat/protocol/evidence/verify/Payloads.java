package org.securechat.protocol.evidence.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.ServerEnvelope;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.UnknownPayload;
import org.securechat.protocol.evidence.UserEnvelope;
import org.securechat.protocol.evidence.WebhookPayload;

/**
 * What the lines of a bundle say, read once: of each line its payload, or why it is none. Confined
 * to one thread.
 */
final class Payloads {

  private static final byte[] MESSAGE =
      ("{\"type\":\"" + Kind.MESSAGE.type() + "\",").getBytes(StandardCharsets.UTF_8);

  private final Map<Long, Said> byPosition = new HashMap<>();

  Payloads(SortedMap<String, byte[]> files, List<TranscriptLine> lines, boolean parallel) {
    Stream<TranscriptLine> all = parallel ? lines.parallelStream() : lines.stream();
    Iterator<TranscriptLine> read = lines.iterator();
    all.map(line -> read(line, files.get(BundleLayout.payload(line.position()))))
        .toList()
        .forEach(said -> byPosition.put(read.next().position(), said));
  }

  Said of(TranscriptLine line) {
    return byPosition.get(line.position());
  }

  /** The first line of a classic session, if it is here. */
  Optional<ClassicPayload.Opening> opening() {
    return byPosition.get(1L) instanceof Said.Classic(ClassicPayload.Opening opening)
        ? Optional.of(opening)
        : Optional.empty();
  }

  private static Said read(TranscriptLine line, byte[] payload) {
    if (payload == null) {
      return new Said.Nothing();
    }
    try {
      return line.isEvent() ? byServer(payload) : byUser(payload);
    } catch (EvidenceException e) {
      return new Said.Malformed(e.getMessage());
    }
  }

  private static Said byUser(byte[] payload) throws EvidenceException {
    // Nearly all are messages. Their own parser accepts nothing that the one for all kinds refuses.
    if (startsWith(payload, MESSAGE)) {
      return known(payload);
    }
    UserEnvelope envelope = UnknownPayload.byUser(payload);
    return MessageContent.isKnown(envelope.kind())
        ? known(payload)
        : new Said.ByUser(envelope, false, Optional.empty());
  }

  private static Said known(byte[] payload) throws EvidenceException {
    MessagePayload message = MessagePayload.parse(payload);
    return new Said.ByUser(message.envelope(), true, message.about());
  }

  private static boolean startsWith(byte[] payload, byte[] begin) {
    return payload.length >= begin.length
        && Arrays.equals(payload, 0, begin.length, begin, 0, begin.length);
  }

  private static Said byServer(byte[] payload) throws EvidenceException {
    ServerEnvelope envelope = UnknownPayload.byServer(payload);
    if (envelope.kind().equals(Kind.EVENT)) {
      return new Said.Happened(EventPayload.parse(payload));
    }
    if (envelope.kind().equals(Kind.WEBHOOK)) {
      return new Said.Hooked(WebhookPayload.parse(payload));
    }
    if (envelope.kind().equals(Kind.MODERATION)) {
      return new Said.Decided(ModerationPayload.parse(payload));
    }
    if (envelope.kind().equals(Kind.AUDIT)) {
      return new Said.Audited(AuditPayload.parse(payload));
    }
    return ClassicPayload.KINDS.contains(envelope.kind())
        ? new Said.Classic(ClassicPayload.parse(payload))
        : new Said.ByServer(envelope);
  }
}
