package org.securechat.server.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.securechat.server.embedded.LoggedConnection;
import org.securechat.server.query.DatabaseProduct;

/**
 * Writes batches over one connection that it keeps, with statements that stay prepared, and outside
 * of the container's transactions: the writer is one, and its commit concerns no other resource.
 *
 * <p>A connection is kept only as long as all goes well. After any failure its transaction is
 * rolled back and it is given up, before anybody asks what became of the batch: that question takes
 * the lock that the transaction holds. The next call takes a new connection, for which the data
 * source has a time limit.
 */
final class JdbcBatchStore implements BatchStore {
  private static final long LIKELY_THERE_NANOS = 2_000_000_000L;
  private static final int VALIDITY_SECONDS = 3;

  private final DataSource database;
  private Kept kept;

  /** When the database was last heard of over it, as {@link System#nanoTime} has it. */
  private long lastUse;

  JdbcBatchStore(DataSource database) {
    this.database = database;
  }

  @Override
  public void commit(long epoch, Batch batch) {
    using(connection -> {
      connection.statements.begin(epoch, batch);
      if (batch.isEmpty()) {
        connection.jdbc.rollback();
        return;
      }
      connection.statements.write(batch);
      batch.markWritten();
      connection.commit();
      lastUse = System.nanoTime();
    });
  }

  @Override
  public <T> T read(Function<LedgerRecords, T> work) {
    List<T> answer = new ArrayList<>(1);
    using(connection -> {
      answer.add(work.apply(new JdbcLedgerRecords(connection.jdbc)));
      // The next one must not see what was committed by now only.
      connection.jdbc.rollback();
      lastUse = System.nanoTime();
    });
    return answer.getFirst();
  }

  @Override
  public void synchronise() {
    using(Kept::synchronise);
  }

  @Override
  public void rest() {
    if (kept == null) {
      return;
    }
    if (kept.embedded == null) {
      // A database that ends silent connections hears something of this one.
      giveUpIfEnded();
    } else {
      synchronise();
    }
  }

  private void using(Work work) {
    boolean done = false;
    try {
      giveUpIfEnded();
      if (kept == null) {
        kept = open();
      }
      work.on(kept);
      done = true;
    } catch (SQLException e) {
      throw new IllegalStateException("the ledger cannot be written", e);
    } finally {
      if (!done) {
        close();
      }
    }
  }

  /** A database that ends silent connections, as a cluster's does, may have ended this one. */
  private void giveUpIfEnded() {
    if (kept != null
        && kept.embedded == null
        && System.nanoTime() - lastUse > LIKELY_THERE_NANOS
        && !kept.isValid()) {
      close();
    }
  }

  private Kept open() throws SQLException {
    Connection connection = database.getConnection();
    try {
      connection.setAutoCommit(false);
      return new Kept(
          connection,
          new LineStatements(connection),
          connection.isWrapperFor(LoggedConnection.class)
              ? connection.unwrap(LoggedConnection.class)
              : null,
          DatabaseProduct.isH2(connection));
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void close() {
    Kept present = kept;
    kept = null;
    if (present != null) {
      present.giveUp();
    }
  }

  private interface Work {
    void on(Kept connection) throws SQLException;
  }

  /**
   * The connection.
   *
   * @param embedded the connection that this one stands for, if it forces its commits by itself;
   *     else null
   * @param isH2 whether its commits reach the operating system only
   */
  private record Kept(
      Connection jdbc, LineStatements statements, LoggedConnection embedded, boolean isH2) {

    void commit() throws SQLException {
      if (embedded != null) {
        embedded.commit(statements.done());
      } else {
        jdbc.commit();
        synchronise();
      }
    }

    void synchronise() throws SQLException {
      if (embedded != null) {
        embedded.force();
      } else if (isH2) {
        // A commit of H2's reaches the operating system; only this reaches the disk.
        try (Statement statement = jdbc.createStatement()) {
          statement.execute("CHECKPOINT SYNC");
        }
      }
    }

    boolean isValid() {
      try {
        return jdbc.isValid(VALIDITY_SECONDS);
      } catch (SQLException e) {
        return false;
      }
    }

    /** What fails here fails because the connection is broken, and that is known already. */
    void giveUp() {
      quietly(statements::close);
      // Switching to commits of its own would commit what was not rolled back.
      if (quietly(jdbc::rollback)) {
        quietly(() -> jdbc.setAutoCommit(true));
      } else {
        quietly(() -> jdbc.abort(Runnable::run));
      }
      quietly(jdbc::close);
    }

    private static boolean quietly(Step step) {
      try {
        step.run();
        return true;
      } catch (SQLException | RuntimeException e) {
        return false;
      }
    }
  }

  private interface Step {
    void run() throws SQLException;
  }
}
