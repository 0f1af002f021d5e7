package org.securechat.launcher;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** How a command reports what it does: sentences for people, or one JSON object for programs. */
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

  private static JsonObject object(Map<String, Object> details) {
    JsonObject object = new JsonObject();
    new TreeMap<>(details).forEach(object::with);
    return object;
  }
}
