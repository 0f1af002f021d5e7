package org.securechat.server.audit;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Where a line of the audit log is found. */
@Entity
@Table(name = "audit_index")
@Cacheable(false)
class AuditRow {
  /** POSITION is a word of the query language. */
  @Id
  @Column(name = "position")
  private long number;

  @Column(name = "recorded_at")
  private long recordedAt;

  private String action;
  private String outcome;
  private String actor;
  private String subject;
  private String source;

  protected AuditRow() {}

  AuditRow(long position, long recordedAt, AuditEvent event) {
    this.number = position;
    this.recordedAt = recordedAt;
    this.action = event.action().text();
    this.outcome = event.outcome().wireName();
    this.actor = event.actor();
    this.subject = event.subject();
    this.source = event.source();
  }

  /** Whether this is where that line is found. */
  boolean fits(AuditLine line) {
    return number == line.position()
        && recordedAt == line.recordedAt().toEpochMilli()
        && action.equals(line.payload().action())
        && outcome.equals(line.payload().outcome().wireName())
        && actor.equals(line.payload().actor())
        && subject.equals(line.payload().subject())
        && source.equals(line.payload().source());
  }
}
