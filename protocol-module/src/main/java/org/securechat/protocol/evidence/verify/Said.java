package org.securechat.protocol.evidence.verify;

import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.ServerEnvelope;
import org.securechat.protocol.evidence.UserEnvelope;

/** What one line says. */
public sealed interface Said {
  /** Nothing: there is no payload. */
  record Nothing() implements Said {}

  /** It is none; {@code fault} says why. */
  record Malformed(String fault) implements Said {}

  /** A user's message. */
  record ByUser(UserEnvelope envelope, boolean known) implements Said {}

  /** An event of a room. */
  record Happened(EventPayload event) implements Said {}

  /** A line of a session of the classic profile. */
  record Classic(ClassicPayload payload) implements Said {}

  /** A line of the audit log. */
  record Audited(AuditPayload payload) implements Said {}

  /** A line of the server's, of a kind that this version does not know. */
  record ByServer(ServerEnvelope envelope) implements Said {}
}
