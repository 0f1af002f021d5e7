package org.securechat.server.retention;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Which server does a job that only one may do. */
@Entity
@Table(name = "job_lease")
class JobLease {
  @Id
  @Column(name = "name")
  private String name;

  @Column(name = "holder")
  private String holder;

  @Column(name = "expires_at")
  private long expiresAt;

  /** For JPA. */
  protected JobLease() {}
}
