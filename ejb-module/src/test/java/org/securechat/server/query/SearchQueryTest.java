package org.securechat.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.limit.LaneException;
import org.securechat.server.testing.TestDatabase;

/** A search ends after its time, whatever it was asked. */
class SearchQueryTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  public interface Counting {
    List<Object> count(int rows, Duration longest);
  }

  private List<Object> count(int rows, Duration longest) {
    return database
        .<Counting>perCall(
            Counting.class,
            entities ->
                (many, limit) ->
                    SearchQuery.list(
                        entities.createNativeQuery(
                            "SELECT COUNT(*) FROM SYSTEM_RANGE(1, "
                                + many
                                + ") a, SYSTEM_RANGE(1, "
                                + many
                                + ") b WHERE a.x <> b.x + 1"),
                        limit))
        .count(rows, longest);
  }

  @Test
  void endsAfterItsTime() {
    assumeFalse(TestDatabase.isServer(), "it asks for rows that only H2 makes up");

    assertThatThrownBy(() -> count(10_000_000, Duration.ofSeconds(1)))
        .isInstanceOfSatisfying(
            LaneException.class,
            e -> assertThat(e.reason()).isEqualTo(LaneException.Reason.RAN_TOO_LONG));
    assertThat(count(10, Duration.ofSeconds(60))).hasSize(1);
  }
}
