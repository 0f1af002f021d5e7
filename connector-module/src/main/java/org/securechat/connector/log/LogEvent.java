package org.securechat.connector.log;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import org.securechat.connector.address.IpAddresses;

/**
 * The declaration of one kind of event: a constant, made once. Immutable.
 *
 * <p>A template such as {@code connection {connection} logged in as {user}} names its values; they
 * are given in the order in which the template names them.
 */
public final class LogEvent {

  /** The name under which a record's map holds the number. */
  public static final String NUMBER = "event";

  /** Longer values are cut. */
  private static final int MAX_VALUE = 2_000;

  private final String number;
  private final Level level;
  private final String template;
  private final List<String> names = new ArrayList<>();

  /** What stands before each value, and after the last. */
  private final List<String> texts = new ArrayList<>();

  private LogEvent(String number, Level level, String template) {
    this.number = number;
    this.level = level;
    this.template = template;
    int from = 0;
    for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
      int close = template.indexOf('}', open);
      texts.add(template.substring(from, open));
      names.add(template.substring(open + 1, close));
      from = close + 1;
    }
    texts.add(template.substring(from));
  }

  /** Something failed, and a person has to act or to report it. */
  public static LogEvent error(String number, String template) {
    return new LogEvent(number, Level.SEVERE, template);
  }

  /** Something is not as it should be; the server goes on. */
  public static LogEvent warning(String number, String template) {
    return new LogEvent(number, Level.WARNING, template);
  }

  /** What the server does. */
  public static LogEvent info(String number, String template) {
    return new LogEvent(number, Level.INFO, template);
  }

  /** For the search of a defect. */
  public static LogEvent debug(String number, String template) {
    return new LogEvent(number, Level.FINE, template);
  }

  /** Such as {@code SC-S008}; never used again for another event. */
  public String number() {
    return number;
  }

  public Level level() {
    return level;
  }

  /** The sentence, with the names of its values in braces. */
  public String template() {
    return template;
  }

  /** The names of the values, in order. */
  public List<String> names() {
    return Collections.unmodifiableList(names);
  }

  /** The number and the sentence, as the readable log shows them. */
  public String line(Object... values) {
    requireAll(values);
    StringBuilder line = new StringBuilder(number).append(' ').append(texts.get(0));
    for (int i = 0; i < values.length; i++) {
      line.append(data(values[i])).append(texts.get(i + 1));
    }
    return line.toString();
  }

  /**
   * The number and the values by their names, in order. Integers stay numbers, everything else
   * becomes a string; a value that is null is left out.
   */
  Map<String, Object> data(Object[] values) {
    requireAll(values);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put(NUMBER, number);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        data.put(names.get(i), data(values[i]));
      }
    }
    return Collections.unmodifiableMap(data);
  }

  private void requireAll(Object[] values) {
    if (values.length != names.size()) {
      throw new IllegalArgumentException(
          number + " has the values " + names + ", and " + values.length + " were given");
    }
  }

  private static Object data(Object value) {
    return switch (value) {
      case Long number -> number;
      case Integer number -> number;
      case InetSocketAddress address -> IpAddresses.text(address);
      case null, default -> onOneLine(String.valueOf(value));
    };
  }

  /**
   * Peers choose names in certificates, schemes and much else. What they choose must not look like
   * another line of the log, move a terminal's cursor, or fill the disk.
   */
  private static String onOneLine(String value) {
    boolean isLong = value.length() > MAX_VALUE;
    String kept = isLong ? value.substring(0, MAX_VALUE) : value;
    if (!isLong && kept.codePoints().noneMatch(LogEvent::isUnprintable)) {
      return kept;
    }
    StringBuilder safe = new StringBuilder();
    kept.codePoints()
        .forEach(point -> {
          if (isUnprintable(point)) {
            safe.append(String.format(Locale.ROOT, "\\u%04x", point));
          } else {
            safe.appendCodePoint(point);
          }
        });
    return isLong
        ? safe.append("... (").append(value.length()).append(" characters)").toString()
        : safe.toString();
  }

  /** Control characters, separators of lines, marks that turn the direction, lone surrogates. */
  private static boolean isUnprintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
