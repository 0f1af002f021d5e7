package org.securechat.server.audit;

/** The table that finds lines of the audit log. Thread-safe. */
public interface AuditIndex {
  /** Adds a line, in the transaction that writes it. */
  void add(AuditRow row);

  /** Sends all that the transaction has changed to the database. */
  void flush();
}
