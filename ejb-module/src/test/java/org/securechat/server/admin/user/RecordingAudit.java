package org.securechat.server.admin.user;

import java.util.ArrayList;
import java.util.List;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditException;
import org.securechat.server.audit.AuditLog;

/** Keeps what is recorded, or refuses to. */
final class RecordingAudit extends AuditLog {
  final List<AuditEvent> events = new ArrayList<>();
  boolean away;

  @Override
  public void record(AuditEvent event) {
    perform(event, () -> {});
  }

  @Override
  public void perform(AuditEvent event, Runnable change) {
    if (away) {
      throw new AuditException(AuditException.Reason.NOT_WRITTEN, "no database");
    }
    change.run();
    events.add(event);
  }

  /** Actions and what they were done to. */
  List<String> lines() {
    return events.stream().map(e -> e.action() + " " + e.subject() + " by " + e.actor()).toList();
  }
}
