package org.securechat.client.command.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.administration.AdminAnswer;
import org.securechat.client.administration.AdminApi;
import org.securechat.client.administration.AdminPath;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.json.Json;

/**
 * Asks the server and prints what it says: for a person, or as one JSON object a line. What is
 * printed comes from the server and commands no terminal.
 */
final class AdminConsole {
  private final AdminApi api;
  private final PrintWriter out;
  private final boolean json;

  AdminConsole(AdminApi api, PrintWriter out, boolean json) {
    this.api = api;
    this.out = out;
    this.json = json;
  }

  AdminApi api() {
    return api;
  }

  /** Says something to a person; a program hears nothing of it. */
  void say(String sentence) {
    if (!json) {
      out.println(SafeText.of(sentence));
      out.flush();
    }
  }

  /** Prints a list as a table. */
  int list(AdminPath path, int most, Column... columns) throws ClientException {
    AlignedTable table = new AlignedTable(List.of(columns));
    List<ObjectNode> items = new ArrayList<>();
    boolean more =
        api.list(
            path,
            most,
            item -> {
              if (json) {
                print(item);
              } else {
                items.add(item);
              }
            });
    if (!json) {
      table.lines(items).forEach(out::println);
      if (more) {
        out.println("... and more: raise --limit, now " + most);
      }
    }
    out.flush();
    return 0;
  }

  /** Prints several things, one a line. */
  <T> int each(List<T> things, Function<T, String> line, Function<T, ObjectNode> object) {
    for (T thing : things) {
      if (json) {
        print(object.apply(thing));
      } else {
        out.println(SafeText.line(line.apply(thing)));
      }
    }
    out.flush();
    return 0;
  }

  /** Prints one thing, a member a line. */
  int show(ObjectNode object) {
    if (json) {
      print(object);
    } else {
      AlignedTable.members(object).forEach(out::println);
    }
    out.flush();
    return 0;
  }

  /** Prints one thing: for a person as a table of what is in it. */
  int show(ObjectNode object, List<ObjectNode> rows, Column... columns) {
    if (json) {
      print(object);
    } else {
      new AlignedTable(List.of(columns)).lines(rows).forEach(out::println);
    }
    out.flush();
    return 0;
  }

  int show(AdminPath path) throws ClientException {
    return show(api.get(path).body());
  }

  /** Prints the answer to a change: the sentence for a person, the object for a program. */
  int done(AdminAnswer answer, String sentence) {
    return done(answer.body(), sentence);
  }

  /** Changes one thing by an action on it, and prints the answer. */
  int act(AdminPath thing, String action, ObjectNode request, String sentence)
      throws ClientException {
    return done(api.change(thing, "POST", thing.then(action), request), sentence);
  }

  int done(ObjectNode object, String sentence) {
    if (json) {
      print(object);
    } else {
      out.println(SafeText.of(sentence));
    }
    out.flush();
    return 0;
  }

  /** Fetches a file, and says so. */
  int download(AdminPath path, Path file) throws ClientException {
    long bytes = api.download(path, file);
    return done(
        Json.object().put("file", file.toString()).put("bytes", bytes),
        file + ", " + bytes + " bytes");
  }

  private void print(ObjectNode object) {
    out.println(MessageJson.line(object));
  }
}
