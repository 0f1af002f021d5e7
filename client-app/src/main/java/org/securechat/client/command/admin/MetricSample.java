package org.securechat.client.command.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.securechat.protocol.json.Json;

/**
 * A line of Prometheus' text format that has a value.
 *
 * @param line all of it
 * @param labels what stands between the braces
 * @param value a number, or {@code NaN}, {@code +Inf}, {@code -Inf}
 */
record MetricSample(String line, String name, String labels, String value) {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)(?: \\d+)?");

  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** What the line says; nothing for a comment. */
  static Optional<MetricSample> of(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String labels = matcher.group(2) == null ? "" : matcher.group(2);
    return Optional.of(new MetricSample(line, matcher.group(1), labels, matcher.group(3)));
  }

  /** The value is text where JSON has no number for it. */
  ObjectNode json() {
    ObjectNode json = Json.object().put("name", name);
    ObjectNode pairs = json.putObject("labels");
    Matcher matcher = LABEL.matcher(labels);
    while (matcher.find()) {
      pairs.put(matcher.group(1), unescaped(matcher.group(2)));
    }
    try {
      double number = Double.parseDouble(value);
      return Double.isFinite(number) ? json.put("value", number) : json.put("value", value);
    } catch (NumberFormatException e) {
      return json.put("value", value);
    }
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        plain.append(next == 'n' ? '\n' : next);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
