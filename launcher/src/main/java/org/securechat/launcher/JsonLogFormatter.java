package org.securechat.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One JSON object a line (RFC 8259, UTF-8 as the console has it), for programs that collect logs.
 *
 * <p>Members: {@code time} (RFC 3339, UTC), {@code level} ({@code error}, {@code warning}, {@code
 * info}, {@code debug}), {@code event} (the number in the catalogue, for events of SecureChat),
 * {@code logger}, {@code message}, {@code thread}; {@code connection}, {@code user} and {@code
 * room} where the message names them; {@code exception} with {@code type}, {@code message} and
 * {@code stack}. Nothing is in it that the plain log would not show.
 *
 * <p>Public with a public constructor because {@code java.util.logging} makes it by its name.
 */
public final class JsonLogFormatter extends Formatter {

  /** Collectors cut or split lines; journald at 48 KiB. */
  private static final int MAX_STACK = 16_000;

  private static final int MAX_MESSAGE = 8_000;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final Pattern EVENT = Pattern.compile("(SC-[A-Z]\\d{3}) ?(.*)", Pattern.DOTALL);
  private static final Pattern CONNECTION = Pattern.compile("\\bconnection (\\d{1,19})\\b");
  private static final Pattern USER = Pattern.compile("\\b(?:logged in as|user) ([a-z0-9._@-]+)");
  private static final Pattern ROOM =
      Pattern.compile("\\broom ([0-9a-f]{8}(?:-[0-9a-f]{4,12}){4})");

  @Override
  public String format(LogRecord entry) {
    String text = formatMessage(entry);
    Matcher event = EVENT.matcher(text == null ? "" : text);
    boolean ours = event.matches();
    StringBuilder line = new StringBuilder(256).append('{');
    member(line, "time", TIME.format(entry.getInstant()));
    member(line, "level", level(entry.getLevel()));
    if (ours) {
      member(line, "event", event.group(1));
    }
    member(line, "logger", entry.getLoggerName());
    member(line, "message", cut(ours ? event.group(2) : text, MAX_MESSAGE));
    member(line, "thread", Thread.currentThread().getName());
    if (ours) {
      found(line, "connection", CONNECTION, text);
      found(line, "user", USER, text);
      found(line, "room", ROOM, text);
    }
    if (entry.getThrown() != null) {
      exception(line, entry.getThrown());
    }
    line.setCharAt(line.length() - 1, '}');
    return line.append('\n').toString();
  }

  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "error";
    } else if (level.intValue() >= Level.WARNING.intValue()) {
      return "warning";
    }
    return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
  }

  private static void found(StringBuilder line, String name, Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (matcher.find()) {
      member(line, name, matcher.group(1));
    }
  }

  private static void exception(StringBuilder line, Throwable thrown) {
    StringWriter stack = new StringWriter();
    thrown.printStackTrace(new PrintWriter(stack));
    line.append("\"exception\":{");
    member(line, "type", thrown.getClass().getName());
    member(line, "message", cut(thrown.getMessage(), MAX_MESSAGE));
    member(line, "stack", cut(stack.toString(), MAX_STACK));
    line.setCharAt(line.length() - 1, '}');
    line.append(',');
  }

  private static String cut(String text, int limit) {
    return text == null || text.length() <= limit ? text : text.substring(0, limit) + "…";
  }

  /** Nothing for null; otherwise the member and a comma, which the caller overwrites at the end. */
  private static void member(StringBuilder line, String name, String value) {
    if (value != null) {
      line.append('"').append(name).append("\":\"");
      escape(line, value);
      line.append("\",");
    }
  }

  private static void escape(StringBuilder line, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          // Lone surrogates and whatever ends a line somewhere are written by number.
          if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029 || isLone(value, i)) {
            line.append(String.format("\\u%04x", (int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
  }

  private static boolean isLone(String value, int i) {
    char c = value.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
  }
}
