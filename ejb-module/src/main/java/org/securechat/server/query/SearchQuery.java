package org.securechat.server.query;

import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import org.securechat.server.limit.LaneException;

/**
 * A query whose cost depends on what it was asked, and on how much there is: it ends after a time.
 */
public final class SearchQuery {
  /** Enough for millions of rows; a request that takes longer is better narrowed. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final String TIMEOUT = "jakarta.persistence.query.timeout";

  /** Of a statement that was cancelled: H2, and MySQL for a timeout of its own. */
  private static final List<Integer> CANCELLED = List.of(57_014, 3_024);

  private static final int MAX_CAUSES = 10;

  private SearchQuery() {}

  /**
   * What the query finds.
   *
   * @throws LaneException {@code RAN_TOO_LONG}
   */
  public static <T> List<T> list(TypedQuery<T> query) {
    return list(query, LONGEST);
  }

  @SuppressWarnings("unchecked")
  static <T> List<T> list(Query query, Duration longest) {
    query.setHint(TIMEOUT, longest.toMillis());
    try {
      return (List<T>) query.getResultList();
    } catch (RuntimeException e) {
      if (isTimeout(e)) {
        throw new LaneException(LaneException.Reason.RAN_TOO_LONG, "searches");
      }
      throw e;
    }
  }

  private static boolean isTimeout(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
      if (cause instanceof SQLTimeoutException
          || (cause instanceof SQLException sql && CANCELLED.contains(sql.getErrorCode()))) {
        return true;
      }
    }
    return false;
  }
}
