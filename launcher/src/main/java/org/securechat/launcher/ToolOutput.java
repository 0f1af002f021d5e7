package org.securechat.launcher;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** How a command tells what it does: sentences for people, or one JSON object for programs. */
final class ToolOutput {

  private final boolean json;
  private final PrintStream out;
  private final PrintStream err;

  ToolOutput(boolean json, PrintStream out, PrintStream err) {
    this.json = json;
    this.out = out;
    this.err = err;
  }

  /** Where progress goes: never between the lines of a result. */
  Consumer<String> progress() {
    return json ? sentence -> {} : err::println;
  }

  void done(String sentence, Map<String, Object> details) {
    if (json) {
      out.println(object(details));
    } else {
      out.println(sentence);
    }
  }

  void failed(StartException reason) {
    if (json) {
      out.println(object(Map.of("error", reason.getMessage())));
    } else {
      err.println("securechat: " + reason.getMessage());
    }
  }

  private static String object(Map<String, Object> details) {
    return new TreeMap<>(details)
        .entrySet().stream()
            .map(entry -> quoted(entry.getKey()) + ":" + value(entry.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(Object value) {
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : quoted(String.valueOf(value));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
