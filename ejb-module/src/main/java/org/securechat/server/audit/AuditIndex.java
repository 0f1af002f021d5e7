package org.securechat.server.audit;

import java.util.List;

/** The table that finds lines of the audit log. Thread-safe. */
public interface AuditIndex {
  /** Adds a line, in the transaction that writes it. */
  void add(AuditRow row);

  /** The positions of lines that fit, the newest first. */
  List<Long> find(AuditSearch search);

  /** The rows from first to last position, both included, in order. */
  List<AuditRow> rows(long first, long last);

  /** Sends all that the transaction has changed to the database. */
  void flush();
}
