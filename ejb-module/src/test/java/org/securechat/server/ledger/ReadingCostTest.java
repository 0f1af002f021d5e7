package org.securechat.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.evidence.JpaLineIndex;
import org.securechat.server.evidence.LineIndex;
import org.securechat.server.testing.ReadRows;
import org.securechat.server.testing.TestDatabase;

/** A part of a long room costs what the part is long, and not what the room is. */
class ReadingCostTest {
  private static final int LINES = 900;
  private static final int PART = 10;

  /** The ledger reads some more lines than it hands out. */
  private static final int MOST = 100;

  private final ReadRows rows = new ReadRows();
  private final UUID room = UUID.randomUUID();

  @RegisterExtension final LedgerFixture fixture = watched(new LedgerFixture());

  private LedgerFixture watched(LedgerFixture ledgers) {
    ledgers.database.through(rows::around);
    return ledgers;
  }

  @BeforeAll
  static void onH2() {
    assumeFalse(TestDatabase.isServer(), "only H2 says how many rows it reads");
  }

  @Test
  void thePartsOfALongRoom() throws SQLException {
    TranscriptLedger ledger = fixture.ledger();
    LedgerFixture.write(ledger, room, LINES);
    LedgerStore store = fixture.store();
    LineIndex index = fixture.database.perCall(LineIndex.class, JpaLineIndex::new);
    Instant later = Instant.now().plusSeconds(60);

    for (Runnable part :
        Stream.<Runnable>of(
                () -> ledger.history(room, 5, PART, 1 << 20),
                () -> store.entries(room, 5, LINES, PART),
                () -> store.unerased(room, 5, later, PART),
                () -> store.unerasedOf("alice", room, PART),
                () -> store.serverLines(room, 1, LINES, PART),
                () -> index.sizes(room, 5, LINES, PART),
                () -> index.serverLines(room, 1, LINES, PART))
            .toList()) {
      assertThat(rows.of(part).stream().mapToLong(Long::longValue).sum()).isLessThan(MOST);
    }
  }
}
