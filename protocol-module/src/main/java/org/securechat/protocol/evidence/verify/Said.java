package org.securechat.protocol.evidence.verify;

import java.util.Optional;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.ServerEnvelope;
import org.securechat.protocol.evidence.UserEnvelope;
import org.securechat.protocol.evidence.WebhookPayload;

/** What one line says. */
public sealed interface Said {
  /** Nothing: there is no payload. */
  record Nothing() implements Said {}

  /** It is none; {@code fault} says why. */
  record Malformed(String fault) implements Said {}

  /**
   * A user's line.
   *
   * @param known whether this version knows its kind
   * @param about the message that it is about, if it is of a known kind that has one
   */
  record ByUser(UserEnvelope envelope, boolean known, Optional<About> about) implements Said {}

  /** An event of a room. */
  record Happened(EventPayload event) implements Said {}

  /** What was decided about a room. */
  record Decided(ModerationPayload decision) implements Said {}

  /** A line of a session of the classic profile. */
  record Classic(ClassicPayload payload) implements Said {}

  /** A line of the audit log. */
  record Audited(AuditPayload payload) implements Said {}

  /** What came in by a webhook. */
  record Hooked(WebhookPayload payload) implements Said {}

  /** A line of the server's, of a kind that this version does not know. */
  record ByServer(ServerEnvelope envelope) implements Said {}
}
