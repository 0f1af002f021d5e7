package org.securechat.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * One JSON object a line (RFC 8259, in the character set of the console), for programs that collect
 * logs.
 *
 * <p>Members: {@code time} (RFC 3339, UTC), {@code level} ({@code error}, {@code warning}, {@code
 * info}, {@code debug}), {@code event} (the number in the catalogue, for events of SecureChat),
 * {@code logger}, {@code message}, {@code thread}; then the values of the event by their names;
 * {@code exception} with {@code type}, {@code message} and {@code stack}.
 *
 * <p>An event of SecureChat is a record whose one parameter is a map with the number under {@code
 * event} and the values under their names; its message begins with the number.
 *
 * <p>Public with a public constructor because {@code java.util.logging} makes it by its name.
 */
public final class JsonLogFormatter extends Formatter {

  private static final String EVENT = "event";

  /** Collectors cut or split lines; journald at 48 KiB. */
  private static final int MAX_STACK = 16_000;

  private static final int MAX_MESSAGE = 8_000;
  private static final int MAX_VALUE = 1_000;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Override
  public String format(LogRecord entry) {
    Map<?, ?> event = event(entry);
    String message = formatMessage(entry);
    if (event.get(EVENT) instanceof String number && message.startsWith(number + " ")) {
      message = message.substring(number.length() + 1);
    }
    JsonObject line =
        new JsonObject()
            .with("time", TIME.format(entry.getInstant()))
            .with("level", level(entry.getLevel()))
            .with(EVENT, event.get(EVENT))
            .with("logger", entry.getLoggerName())
            .with("message", cut(message, MAX_MESSAGE))
            .with("thread", Thread.currentThread().getName());
    event.forEach((name, value) -> {
      if (!EVENT.equals(name)) {
        line.with(name.toString(), value instanceof String text ? cut(text, MAX_VALUE) : value);
      }
    });
    if (entry.getThrown() != null) {
      line.with("exception", exception(entry.getThrown()));
    }
    return line + "\n";
  }

  /** The number and the values of an event of ours; empty for any other record. */
  private static Map<?, ?> event(LogRecord entry) {
    Object[] parameters = entry.getParameters();
    return parameters != null
            && parameters.length == 1
            && parameters[0] instanceof Map<?, ?> map
            && map.get(EVENT) instanceof String
        ? map
        : Map.of();
  }

  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "error";
    } else if (level.intValue() >= Level.WARNING.intValue()) {
      return "warning";
    }
    return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
  }

  private static JsonObject exception(Throwable thrown) {
    StringWriter stack = new StringWriter();
    thrown.printStackTrace(new PrintWriter(stack));
    return new JsonObject()
        .with("type", thrown.getClass().getName())
        .with("message", cut(thrown.getMessage(), MAX_MESSAGE))
        .with("stack", cut(stack.toString(), MAX_STACK));
  }

  private static String cut(String text, int limit) {
    return text == null || text.length() <= limit ? text : text.substring(0, limit) + "…";
  }
}
