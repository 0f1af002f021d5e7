package org.securechat.server.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Which statements a piece of work sends to H2, and how many rows H2 reads for them. Each query is
 * run again under {@code EXPLAIN ANALYZE}, which counts. Not thread-safe.
 */
public final class ReadRows {
  private static final Pattern COUNT = Pattern.compile("scanCount: (\\d+)");

  private record Sent(String sql, Map<Integer, Object> parameters) {}

  private final List<Sent> sent = new ArrayList<>();
  private DataSource real;

  /** For {@link TestDatabase#through}. */
  public DataSource around(DataSource source) {
    real = source;
    return proxy(
        DataSource.class,
        source,
        (name, arguments, result) ->
            result instanceof Connection connection ? around(connection) : result);
  }

  private Connection around(Connection connection) {
    return proxy(
        Connection.class,
        connection,
        (name, arguments, result) ->
            name.equals("prepareStatement")
                ? around((String) arguments[0], (PreparedStatement) result)
                : result);
  }

  private PreparedStatement around(String sql, PreparedStatement statement) {
    Map<Integer, Object> parameters = new TreeMap<>();
    return proxy(
        PreparedStatement.class,
        statement,
        (name, arguments, result) -> {
          if (name.startsWith("set")
              && arguments.length == 2
              && arguments[0] instanceof Integer at) {
            parameters.put(at, arguments[1]);
          }
          if (name.equals("executeQuery")) {
            sent.add(new Sent(sql, Map.copyOf(parameters)));
          }
          return result;
        });
  }

  /** What the work costs: the rows read for each of its statements, in order. */
  public List<Long> of(Runnable work) throws SQLException {
    sent.clear();
    work.run();
    List<Long> rows = new ArrayList<>();
    try (Connection connection = real.getConnection()) {
      for (Sent query : List.copyOf(sent)) {
        rows.add(rows(connection, query));
      }
    }
    return rows;
  }

  private static long rows(Connection connection, Sent query) throws SQLException {
    try (PreparedStatement explain =
        connection.prepareStatement("EXPLAIN ANALYZE " + query.sql())) {
      for (Map.Entry<Integer, Object> parameter : query.parameters().entrySet()) {
        explain.setObject(parameter.getKey(), parameter.getValue());
      }
      try (ResultSet plan = explain.executeQuery()) {
        plan.next();
        long rows = 0;
        Matcher counts = COUNT.matcher(plan.getString(1));
        while (counts.find()) {
          rows += Long.parseLong(counts.group(1));
        }
        return rows;
      }
    }
  }

  private interface After {
    Object called(String name, Object[] arguments, Object result) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return after.called(method.getName(), arguments, method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
