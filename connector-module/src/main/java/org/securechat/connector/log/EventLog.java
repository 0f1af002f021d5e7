package org.securechat.connector.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Writes events. Safe from any thread.
 *
 * <p>A record's message is the rendered line, so that every formatter can show it, and its one
 * parameter is an immutable {@code Map<String, Object>}: the number under {@link LogEvent#NUMBER},
 * then the values by name. Only types of the JDK are in it.
 */
public final class EventLog {

  private final Logger logger;
  private final Map<String, FailureBudget> budgets = new ConcurrentHashMap<>();

  /**
   * @param name the name of the logger; a package
   */
  public EventLog(String name) {
    logger = Logger.getLogger(name);
  }

  /** Writes an event with the values that its template names. */
  public void log(LogEvent event, Object... values) {
    write(event, null, values);
  }

  /**
   * Writes an event with the exception that caused it; not each one of very many of one number in a
   * short time, but how many there were.
   */
  public void logFailure(LogEvent event, Throwable cause, Object... values) {
    long now = System.nanoTime();
    long leftOut =
        budgets.computeIfAbsent(event.number(), number -> new FailureBudget(now)).take(now);
    if (leftOut < 0) {
      return;
    }
    if (leftOut > 0) {
      RepeatedFailureLog.leftOut(event.number(), leftOut);
    }
    write(event, cause, values);
  }

  /** Writes an event; the exception that caused it is added only if debug messages are wanted. */
  public void logFailureBriefly(LogEvent event, Throwable cause, Object... values) {
    write(event, logger.isLoggable(Level.FINE) ? cause : null, values);
  }

  private void write(LogEvent event, Throwable cause, Object[] values) {
    if (!logger.isLoggable(event.level())) {
      return;
    }
    LogRecord entry = new LogRecord(event.level(), withoutFormat(event.line(values)));
    entry.setLoggerName(logger.getName());
    entry.setParameters(new Object[] {event.data(values)});
    entry.setThrown(cause);
    entry.setSourceClassName(null); // Or it would be looked up, and be this class.
    logger.log(entry);
  }

  /**
   * A formatter takes an opening brace before a digit for a place of {@code MessageFormat}, and
   * would put the map there. A value may hold such a text; the map has it as it is.
   */
  private static String withoutFormat(String line) {
    int brace = line.indexOf('{');
    if (brace < 0) {
      return line;
    }
    StringBuilder safe = new StringBuilder(line.length() + 1);
    for (int i = 0; i < line.length(); i++) {
      safe.append(line.charAt(i));
      if (line.charAt(i) == '{' && i + 1 < line.length() && Character.isDigit(line.charAt(i + 1))) {
        safe.append(' ');
      }
    }
    return safe.toString();
  }
}
