package org.securechat.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.ledger.JpaLedgerStore;
import org.securechat.server.ledger.LedgerStore;
import org.securechat.server.search.ErasedSegments;
import org.securechat.server.testing.TestDatabase;

/** Who holds the right to write, as it stands in the database. */
class StoredHoldingTest {
  @RegisterExtension private final TestDatabase database = new TestDatabase();

  @Test
  void aDatabaseWithoutTablesHasNoHolder() {
    assertThat(new StoredHolding(TestDatabase.emptyDataSource()).read()).isEmpty();
  }

  @Test
  void aDatabaseThatWasNeverUsedHasNoHolder() {
    assertThat(read().holder()).isEmpty();
  }

  @Test
  void theHolderIsNamedUntilItGivesTheRightBack() {
    long epoch = store().takeEpoch("one on host in /data");
    assertThat(read().holder()).contains("one on host in /data");
    assertThat(read().epoch()).isEqualTo(epoch);

    store().release(epoch);
    assertThat(read().holder()).isEmpty();
  }

  @Test
  void aHolderWithoutWorkShowsThatItLives() {
    long epoch = store().takeEpoch("one");
    Holding before = read();

    store().renew(epoch);

    // Nobody else can look at an embedded database.
    assertThat(read().isSignOfLife(before)).isEqualTo(TestDatabase.isServer());
  }

  private LedgerStore store() {
    return database.perCall(LedgerStore.class, em -> new JpaLedgerStore(em, new ErasedSegments()));
  }

  private Holding read() {
    Optional<Holding> stored = new StoredHolding(database.dataSource()).read();
    return stored.orElseThrow();
  }
}
