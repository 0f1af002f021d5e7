package org.securechat.server.classic;

import java.util.ArrayList;
import java.util.List;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.audit.AuditSettings;
import org.securechat.server.endpoint.AccessAudit;

/** What would be in the audit log, with successful logins. */
final class RecordedAccess extends AccessAudit {
  private final List<AuditEvent> events;

  RecordedAccess() {
    this(new ArrayList<>());
  }

  private RecordedAccess(List<AuditEvent> events) {
    super(
        new AuditLog() {
          @Override
          public void later(AuditEvent event) {
            events.add(event);
          }
        },
        new AuditSettings(true));
    this.events = events;
  }

  /** Action, outcome and subject of each. */
  List<String> lines() {
    return events.stream()
        .map(event -> event.action() + " " + event.outcome().wireName() + " " + event.subject())
        .toList();
  }
}
