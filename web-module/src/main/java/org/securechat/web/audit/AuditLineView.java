package org.securechat.web.audit;

import java.time.Instant;
import java.util.Map;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.server.audit.AuditLine;

/**
 * A line of the audit log.
 *
 * @param position from 1
 * @param recordedAt when it was written, RFC 3339
 * @param at when it happened, the last time, RFC 3339
 * @param count how many times
 * @param chain the chain value after it
 */
public record AuditLineView(
    long position,
    Instant recordedAt,
    String action,
    String outcome,
    String actor,
    String role,
    String method,
    String subject,
    String source,
    long count,
    String at,
    Map<String, String> details,
    String chain) {

  static AuditLineView of(AuditLine line) {
    AuditPayload payload = line.payload();
    return new AuditLineView(
        line.position(),
        line.recordedAt(),
        payload.action(),
        payload.outcome().wireName(),
        payload.actor(),
        payload.role(),
        payload.method(),
        payload.subject(),
        payload.source(),
        payload.count(),
        payload.at(),
        payload.details(),
        line.chain());
  }
}
