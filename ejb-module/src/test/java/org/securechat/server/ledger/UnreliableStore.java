package org.securechat.server.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLTransactionRollbackException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.securechat.server.search.ErasedSegments;
import org.securechat.server.testing.TestDatabase;

/** Stores that fail as a test wants it to. */
final class UnreliableStore {
  /** What happens to a commit. */
  enum Fault {
    /** Committed, but the answer is lost. */
    MADE,
    /** All done and not committed, and the answer is lost. */
    LOST,
    /** Committed, but the answer is lost and the database with it. */
    MADE_THEN_DOWN,
    /** All done and not committed, and the database is lost. */
    LOST_THEN_DOWN,
    /** Not done: the database chose this transaction to end a circle of waiting ones. */
    DEADLOCK
  }

  final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  final AtomicInteger refusedCalls = new AtomicInteger();
  final AtomicInteger failingSynchronisations = new AtomicInteger();
  volatile boolean down;

  private final TestDatabase database;
  private final LedgerStore store;
  private final BatchStore batches;

  UnreliableStore(TestDatabase database) {
    this.database = database;
    this.store =
        database.perCall(LedgerStore.class, em -> new JpaLedgerStore(em, new ErasedSegments()));
    this.batches = new JdbcBatchStore(database.wired());
  }

  LedgerStore proxy() {
    return around(LedgerStore.class, store);
  }

  BatchStore batches() {
    return around(BatchStore.class, batches);
  }

  private <T> T around(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(real, method, arguments)));
  }

  private Object call(Object real, Method method, Object[] arguments) throws Throwable {
    if (down && !method.getName().equals("close")) {
      refusedCalls.incrementAndGet();
      throw new IllegalStateException("the database is down");
    }
    if (method.getName().equals("commit") && !faults.isEmpty()) {
      return commit(faults.remove(), (long) arguments[0], (Batch) arguments[1]);
    }
    if (isOntoTheDisk(real, method) && failingSynchronisations.get() > 0) {
      if (method.getName().equals("commit")) {
        batches.commit((long) arguments[0], (Batch) arguments[1]);
      }
      failingSynchronisations.decrementAndGet();
      throw new IllegalStateException("the disk is full");
    }
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private boolean isOntoTheDisk(Object real, Method method) {
    return method.getName().equals("synchronise")
        || (real instanceof BatchStore && method.getName().equals("commit"));
  }

  private Object commit(Fault fault, long epoch, Batch batch) {
    if (fault == Fault.DEADLOCK) {
      throw new IllegalStateException(
          new SQLTransactionRollbackException("Deadlock found", "40001", 1213));
    }
    if (fault == Fault.MADE || fault == Fault.MADE_THEN_DOWN) {
      batches.commit(epoch, batch);
    } else {
      try {
        database.doInTransaction(em -> {
          new JpaLedgerStore(em, new ErasedSegments()).commit(epoch, batch);
          throw new RollbackWanted();
        });
      } catch (RollbackWanted e) {
        // As wanted.
      }
    }
    down = fault == Fault.MADE_THEN_DOWN || fault == Fault.LOST_THEN_DOWN;
    throw new IllegalStateException("the answer is lost");
  }

  private static final class RollbackWanted extends RuntimeException {}
}
