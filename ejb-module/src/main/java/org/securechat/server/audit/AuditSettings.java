package org.securechat.server.audit;

/** What the operator decides about the audit log. */
public interface AuditSettings {
  /** Whether logins to the chat that succeed have a line, too; those that fail always do. */
  boolean auditLogins();
}
