package org.securechat.server.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** Connections that break where a test wants it, and a count of what was not given back. */
final class BreakingConnections {
  /** Where the next connection breaks. */
  enum Step {
    GET,
    AUTO_COMMIT,
    METADATA,
    PREPARE,
    FENCE,
    LINES,
    HEADS,
    /** The answer is lost, and what was done with it. */
    COMMIT_LOST,
    /** The answer is lost; the commit was made. */
    COMMIT_MADE,
    SYNCHRONISE
  }

  final AtomicInteger connections = new AtomicInteger();
  final AtomicInteger statements = new AtomicInteger();
  final List<String> aborted = new CopyOnWriteArrayList<>();
  private final AtomicReference<Step> next = new AtomicReference<>();
  private final DataSource real;
  private volatile boolean down;

  BreakingConnections(DataSource real) {
    this.real = real;
  }

  void breakAt(Step step) {
    next.set(step);
  }

  boolean hasBroken() {
    return next.get() == null;
  }

  /** Whether no connection is to be had. */
  void down(boolean isDown) {
    down = isDown;
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          if (!method.getName().equals("getConnection")) {
            return call(real, method, arguments);
          }
          if (down || strikes(Step.GET)) {
            throw lost();
          }
          connections.incrementAndGet();
          return new Broken(real.getConnection()).connection();
        });
  }

  private boolean strikes(Step step) {
    return next.compareAndSet(step, null);
  }

  private static SQLException lost() {
    return new SQLException("connection reset", "08S01");
  }

  /** One connection. Once it is broken, every call but those that end it fails. */
  private final class Broken {
    private final Connection connection;
    private boolean broken;

    Broken(Connection connection) {
      this.connection = connection;
    }

    Connection connection() {
      return proxy(Connection.class, this::call);
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
      switch (method.getName()) {
        case "close" -> {
          connections.decrementAndGet();
          connection.close();
          return null;
        }
        case "abort" -> {
          aborted.add("aborted");
          return null;
        }
        case "setAutoCommit" -> step(Step.AUTO_COMMIT);
        case "getMetaData" -> step(Step.METADATA);
        case "commit" -> {
          step(Step.COMMIT_LOST);
          if (next.get() == Step.COMMIT_MADE) {
            connection.commit();
            step(Step.COMMIT_MADE);
          }
        }
        default -> step(null);
      }
      Object result = BreakingConnections.call(connection, method, arguments);
      return switch (method.getName()) {
        case "prepareStatement" -> {
          step(Step.PREPARE);
          yield statement(PreparedStatement.class, (PreparedStatement) result, arguments[0]);
        }
        case "createStatement" -> statement(Statement.class, (Statement) result, "");
        default -> result;
      };
    }

    private <T extends Statement> T statement(Class<T> type, T statement, Object prepared) {
      statements.incrementAndGet();
      return proxy(
          type,
          (method, arguments) -> {
            if (method.getName().equals("close")) {
              statements.decrementAndGet();
            } else if (method.getName().startsWith("execute")) {
              String sql = arguments == null ? (String) prepared : (String) arguments[0];
              step(
                  switch (sql.substring(0, Math.min(19, sql.length()))) {
                    case "UPDATE ledger_epoch" -> Step.FENCE;
                    case "INSERT INTO transcr" -> Step.LINES;
                    case "UPDATE room_head SE" -> Step.HEADS;
                    case "CHECKPOINT SYNC" -> Step.SYNCHRONISE;
                    default -> null;
                  });
            }
            return BreakingConnections.call(statement, method, arguments);
          });
    }

    /** The database rolls back what a lost connection has not committed. */
    private void step(Step step) throws SQLException {
      if (!broken && step != null && strikes(step)) {
        broken = true;
        connection.rollback();
      }
      if (broken) {
        throw lost();
      }
    }
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
