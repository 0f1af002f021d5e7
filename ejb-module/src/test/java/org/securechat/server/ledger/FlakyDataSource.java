package org.securechat.server.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** Connections whose commit loses its answer. */
final class FlakyDataSource {
  enum Commit {
    /** The next commit is not touched. */
    GOOD,
    /** Made, then the connection breaks. */
    MADE,
    /** Rolled back, because the connection broke before. */
    LOST
  }

  final Queue<Commit> commits = new ConcurrentLinkedQueue<>();

  DataSource around(DataSource real) {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          if (method.getName().equals("getConnection")) {
            return around((Connection) call(real, method, arguments));
          }
          return call(real, method, arguments);
        });
  }

  private Connection around(Connection real) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          return method.getName().equals("commit") ? commit(real) : call(real, method, arguments);
        });
  }

  private Object commit(Connection real) throws SQLException {
    Commit what = commits.isEmpty() ? Commit.GOOD : commits.remove();
    if (what == Commit.LOST) {
      real.rollback();
    } else {
      real.commit();
    }
    if (what != Commit.GOOD) {
      throw new SQLException("connection reset", "08S01");
    }
    return null;
  }

  private interface Call {
    Object on(Method method, Object[] arguments) throws Throwable;
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.on(method, arguments)));
  }
}
