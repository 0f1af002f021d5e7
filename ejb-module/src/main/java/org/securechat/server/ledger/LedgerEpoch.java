package org.securechat.server.ledger;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The row that says who may write. */
@Entity
@Table(name = "ledger_epoch")
@Cacheable(false)
class LedgerEpoch {
  /** The one writer there is. A ledger split by rooms would have a row for each part. */
  static final String TRANSCRIPT = "transcript";

  @Id private String name;
  private long epoch;

  @SuppressWarnings("UnusedVariable") // queries count here
  private long commits;

  @SuppressWarnings("UnusedVariable") // queries write here
  private String holder;

  protected LedgerEpoch() {}

  long epoch() {
    return epoch;
  }
}
