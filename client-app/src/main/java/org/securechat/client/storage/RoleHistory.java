package org.securechat.client.storage;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.ServerEnvelope;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.UnknownPayload;
import org.securechat.protocol.evidence.moderation.RoomRoles;

/**
 * The roles in a room before any of its lines. Lines that are asked for in their order cost nothing
 * more; otherwise the server's lines before are read again. Confined to one thread.
 */
public final class RoleHistory {
  private final KeptEvents kept;
  private RoomRoles roles = new RoomRoles();
  private long next = 1;

  /** Lines of the server's that are kept. */
  @FunctionalInterface
  public interface KeptEvents {
    /** Hands out those from first to last, in their order; the payload is empty if it is lost. */
    void read(long first, long last, BiConsumer<TranscriptLine, Optional<byte[]>> each)
        throws IOException;
  }

  public RoleHistory(KeptEvents kept) {
    this.kept = kept;
  }

  /** Whether a user might say something of a kind in a line. */
  public boolean permits(TranscriptLine line, Kind kind) {
    boolean permitted = before(line.position()).permits(kind, line.sender(), line.receivedAt());
    next = line.position() + 1;
    return permitted;
  }

  /**
   * Takes what the server says in a line.
   *
   * @return whether who did it had the right
   */
  public boolean take(TranscriptLine line, byte[] payload) {
    before(line.position());
    next = line.position() + 1;
    return taken(line, payload);
  }

  private RoomRoles before(long position) {
    if (position < next) {
      roles = new RoomRoles();
      next = 1;
    }
    if (position > next) {
      try {
        kept.read(
            next,
            position - 1,
            (line, payload) -> {
              if (payload.isEmpty()) {
                roles.lose();
              } else {
                taken(line, payload.get());
              }
            });
      } catch (IOException e) {
        // As good as not kept: then nothing is known of roles.
        roles.lose();
      }
      next = position;
    }
    return roles;
  }

  private boolean taken(TranscriptLine line, byte[] payload) {
    try {
      ServerEnvelope envelope = UnknownPayload.byServer(payload);
      if (envelope.kind().equals(Kind.EVENT)) {
        return roles.take(line.position(), line.receivedAt(), EventPayload.parse(payload));
      }
      if (envelope.kind().equals(Kind.MODERATION)) {
        return roles.take(ModerationPayload.parse(payload));
      }
      roles.lose();
    } catch (EvidenceException e) {
      // What is no payload of the server's is told as that, and changes nothing.
    }
    return true;
  }
}
