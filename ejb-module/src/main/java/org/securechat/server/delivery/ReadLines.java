package org.securechat.server.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.ServerEnvelope;
import org.securechat.protocol.evidence.UnknownPayload;
import org.securechat.protocol.name.Names;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LedgerEntry;

/** What follows from lines that another server has committed: their payloads say it. */
final class ReadLines {
  private ReadLines() {}

  /**
   * The lines as the server has them that committed them, without whoever waits there for an
   * answer. A line whose payload is gone has nobody to be sent to who could read it, and is left
   * out.
   */
  static List<CommittedLine> of(List<LedgerEntry> entries) {
    List<CommittedLine> lines = new ArrayList<>(entries.size());
    for (LedgerEntry entry : entries) {
      try {
        line(entry, lines).ifPresent(lines::add);
      } catch (EvidenceException e) {
        // Of another kind, as the audit log's lines are: nobody listens to these.
      }
    }
    return lines;
  }

  private static Optional<CommittedLine> line(LedgerEntry entry, List<CommittedLine> before)
      throws EvidenceException {
    if (entry.message().isEmpty()) {
      return Optional.empty();
    }
    byte[] payload = entry.message().get().payload();
    if (!entry.line().isEvent()) {
      String room = UnknownPayload.byUser(payload).room();
      return Optional.of(new CommittedLine(room, entry, Optional.empty()));
    }
    ServerEnvelope envelope = UnknownPayload.byServer(payload);
    if (!envelope.kind().equals(Kind.EVENT)) {
      // A decision: who listens follows from events alone.
      return Optional.of(new CommittedLine(envelope.room(), entry, Optional.empty()));
    }
    EventPayload event = EventPayload.parse(payload);
    return Optional.of(
        new CommittedLine(event.room(), entry, Optional.of(following(entry, event, before))));
  }

  private static PostCommitDelivery following(
      LedgerEntry entry, EventPayload event, List<CommittedLine> before) {
    List<String> subject = List.of(event.subject());
    PostCommitDelivery plain = PostCommitDelivery.toRoom();
    return switch (event.event()) {
      case CREATED -> plain.joining(subject);
      case JOINED -> {
        PostCommitDelivery joining = plain.joining(subject);
        // PROTOCOL.md 7.8: the second person of a new direct room gets its first line, too.
        yield entry.position() == 2
            ? first(entry, before).map(joining::after).orElse(joining)
            : joining;
      }
      case LEFT -> plain.leaving(subject);
      case INVITED, ERASED, ARCHIVED, REOPENED -> plain;
    };
  }

  private static Optional<CommittedLine> first(LedgerEntry second, List<CommittedLine> before) {
    return before.stream()
        .filter(line -> line.entry().roomId().equals(second.roomId()))
        .filter(line -> line.entry().position() == 1)
        .filter(line -> Names.isDirectRoom(line.roomName()))
        .findFirst();
  }
}
