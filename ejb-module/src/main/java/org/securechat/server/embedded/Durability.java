package org.securechat.server.embedded;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.api.ErrorCode;
import org.h2.engine.Database;
import org.h2.mvstore.MVStore;

/**
 * What of one database is on the disk, as long as H2 has it open: the same for all of its
 * connections. Thread-safe.
 *
 * <p>H2 writes when it is told to and at no other time, so that between two checkpoints the file
 * stays as it was forced: a page that the last forced state needs is not written over. Where H2 has
 * to write by itself, because much has changed, a checkpoint follows before the commit returns.
 */
final class Durability {
  /** A start has to repeat what was committed since. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final long IDLE_SECONDS = 5;

  /** Idle unless a database is being forced; it keeps no class loader beyond that for long. */
  private static final ExecutorService CHECKPOINTS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("securechat-checkpoint").factory());

  /** Those that are open, by their places. Guarded by the class. */
  private static final Map<String, Durability> DATABASES = new HashMap<>();

  private final String place;
  private final int capacity;
  private final Database database;
  private final MVStore pages;
  private final AtomicLong commits = new AtomicLong();
  private volatile long forced;

  /** Guarded by the class. */
  private int connections;

  private final Object checkpoint = new Object();
  private final Object appending = new Object();

  /** Guarded by appending, as all that follows; null if there is none. */
  private RedoLog log;

  /** The count of commits with the newest that the log has. */
  private long logged;

  private long lastCheckpoint;
  private long version;

  private Durability(String place, int capacity, Database database) {
    this.place = place;
    this.capacity = capacity;
    this.database = database;
    this.pages = database.getStore().getMvStore();
  }

  /**
   * Counts a new connection, until {@link #close}. The first one of a database finds all that was
   * committed before: what only the log has is repeated. H2 closes a database that it cannot write,
   * and opens it again for the next connection, so there can be a first one more than once.
   *
   * @param place the database's file as H2 names it, without its extension
   * @param capacity of a log, in bytes
   * @throws SQLException also if the log does not continue the database
   */
  static synchronized Durability open(String place, int capacity, EmbeddedConnection connection)
      throws SQLException {
    Durability present = DATABASES.get(place);
    if (present == null || present.database != connection.database()) {
      if (present != null) {
        present.end();
      }
      present = new Durability(place, capacity, connection.database());
      present.recover(connection);
      DATABASES.put(place, present);
    }
    present.connections++;
    return present;
  }

  /** Whether one at that place is open. */
  static synchronized boolean isOpen(String place) {
    return DATABASES.containsKey(place);
  }

  private String file() {
    return place + ".redo";
  }

  private void recover(EmbeddedConnection connection) throws SQLException {
    synchronized (appending) {
      RedoLog found = null;
      List<RedoRecord> records = new ArrayList<>();
      try {
        found = new RedoLog(LogFile.open(file()), capacity);
        for (byte[] bytes : found.read()) {
          records.add(RedoRecord.decode(bytes));
        }
      } catch (IOException e) {
        close(found);
        if (LogFile.exists(file())) {
          throw new SQLException("the redo log " + file() + " cannot be read", e);
        }
        DatabaseLog.withoutLog(file(), e);
        return;
      }
      boolean done = false;
      try {
        repeat(connection, records);
        found.clear();
        log = found;
        lastCheckpoint = System.nanoTime();
        version = pages.getCurrentVersion();
        done = true;
      } catch (IOException e) {
        DatabaseLog.withoutLog(file(), e);
      } finally {
        if (!done) {
          close(found);
        }
      }
    }
  }

  /** From here on nothing is acknowledged by the log. */
  private void end() {
    synchronized (appending) {
      close(log);
      log = null;
    }
  }

  private void repeat(EmbeddedConnection connection, List<RedoRecord> records) throws SQLException {
    if (records.isEmpty()) {
      return;
    }
    int redone = 0;
    connection.setAutoCommit(false);
    for (RedoRecord record : records) {
      long present = count(connection);
      if (record.number() > present + 1) {
        throw new SQLException(
            "the redo log %s begins after commit %d and the database ends at %d: this is not the"
                    .formatted(file(), record.number() - 1, present)
                + " database that it belongs to, or an older copy. Bring back the right one, or"
                + " move the log away to go on without what only the log has");
      }
      if (record.number() == present + 1) {
        record.redo(connection);
        // Nothing is on the disk before the checkpoint, and until then the log stays as it is.
        connection.commitInMemory();
        redone++;
      }
    }
    checkpoint();
    connection.setAutoCommit(true);
    if (redone > 0) {
      DatabaseLog.redone(redone);
    }
  }

  /** 0 in a database without the ledger's tables. */
  private static long count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(RedoRecord.NEWEST)) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException e) {
      if (e.getErrorCode() == ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1
          || e.getErrorCode() == ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1) {
        return 0;
      }
      throw e;
    }
  }

  /** Something was, or may have been, committed; its number, by which it can be forced. */
  long count() {
    return commits.incrementAndGet();
  }

  /** Has a commit on the disk of which it is known how to repeat it. */
  void keep(long number, RedoRecord record) throws SQLException {
    if (!append(number, record)) {
      force(number);
    }
  }

  private boolean append(long number, RedoRecord record) {
    synchronized (appending) {
      if (log == null || isCheckpointDue()) {
        return false;
      }
      byte[] bytes = record.encode();
      if (!log.fits(bytes.length)) {
        return false;
      }
      // An interrupt closes the channel of a thread that writes.
      boolean interrupted = Thread.interrupted();
      try {
        log.append(bytes);
        logged = Math.max(logged, number);
        return true;
      } catch (IOException e) {
        giveUpLog(e);
        return false;
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private boolean isCheckpointDue() {
    return pages.getCurrentVersion() != version
        || pages.getUnsavedMemory() > pages.getAutoCommitMemory() / 2
        || System.nanoTime() - lastCheckpoint > LONGEST.toNanos();
  }

  /**
   * Everything that was committed before this call is on the disk when it returns. Those who come
   * at the same time share the work.
   */
  void force() throws SQLException {
    force(commits.get());
  }

  /** The same for the commit with a number and those before it. */
  void force(long wanted) throws SQLException {
    if (forced >= wanted) {
      return;
    }
    synchronized (checkpoint) {
      if (forced >= wanted) {
        return;
      }
      long covered = commits.get();
      checkpoint();
      forced = covered;
      empty(covered);
    }
  }

  /**
   * The whole database, and not what the redo log has of it. In a thread that is never interrupted:
   * H2 hands its pages to threads of its own, and if the one that waits for them is interrupted, it
   * forgets that and goes on before they are written.
   */
  private void checkpoint() throws SQLException {
    Future<?> work = CHECKPOINTS.submit(this::write);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          work.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw new SQLException("the embedded database cannot be written", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void write() {
    pages.commit();
    // What H2 has begun to write by itself, because much has changed, may be on its way still.
    pages.executeFilestoreOperation(() -> {});
    pages.sync();
  }

  /** What was erased from the database is to be in no other file, either. */
  private void empty(long covered) {
    synchronized (appending) {
      lastCheckpoint = System.nanoTime();
      version = pages.getCurrentVersion();
      if (log == null || log.isEmpty() || logged > covered) {
        return;
      }
      try {
        log.erase();
      } catch (IOException e) {
        giveUpLog(e);
      }
    }
  }

  private void giveUpLog(IOException reason) {
    DatabaseLog.withoutLog(file(), reason);
    end();
  }

  /** With the last connection H2 closes the database, and the log ends with it. */
  void close() {
    synchronized (Durability.class) {
      connections--;
      if (connections > 0) {
        return;
      }
      try {
        force();
      } catch (SQLException | RuntimeException e) {
        // The database is closed already; what the log has is repeated at the next opening.
      }
      end();
      DATABASES.remove(place, this);
    }
  }

  private static void close(RedoLog log) {
    if (log != null) {
      try {
        log.close();
      } catch (IOException e) {
        // All that was acknowledged has been forced.
      }
    }
  }
}
