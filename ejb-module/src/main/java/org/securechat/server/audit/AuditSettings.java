package org.securechat.server.audit;

/**
 * What the operator decides about the audit log.
 *
 * @param auditLogins whether successful logins to the chat have a line, too; failed ones always do
 */
public record AuditSettings(boolean auditLogins) {}
