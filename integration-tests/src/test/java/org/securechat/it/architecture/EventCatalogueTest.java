package org.securechat.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An operator who searches a manual for an event's number must find one event. */
class EventCatalogueTest {

  private static final Pattern ID = Pattern.compile("\"(SC-[A-Z]\\d{3})\\b");

  /** A member that starts on the second column: enough for sources that a formatter has aligned. */
  private static final Pattern MEMBER = Pattern.compile("(?m)^  (?=[a-zA-Z@])");

  /** The number and what the line begins with, up to the first value in it. */
  private static final Pattern LINE = Pattern.compile("\"(SC-[A-Z]\\d{3}) ([^\"{]*)");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(SC-[A-Z]\\d{3})` \\| (\\w+) \\| (.+?) \\| (.+?) \\|$");

  private static final Path MANUAL = Path.of("../docs/OPERATIONS.md");

  /** Whoever is woken by a number wants to read what it means and what to do. */
  @Test
  void manualListsExactlyTheLoggedEvents() throws IOException {
    Map<String, String> events = new TreeMap<>();
    for (Path source : sources()) {
      String text = Files.readString(source);
      Matcher ids = ID.matcher(text);
      while (ids.find()) {
        events.putIfAbsent(ids.group(1), "");
      }
      Matcher lines = LINE.matcher(text);
      while (lines.find()) {
        events.merge(lines.group(1), lines.group(2).strip(), (a, b) -> a.isEmpty() ? b : a);
      }
    }
    Map<String, String> explained = new TreeMap<>();
    Matcher rows = ROW.matcher(Files.readString(MANUAL));
    while (rows.find()) {
      assertThat(explained.put(rows.group(1), rows.group(3))).as(rows.group(1)).isNull();
      assertThat(rows.group(2)).as(rows.group(1)).isIn("debug", "info", "warning", "error");
    }
    StringBuilder missing = new StringBuilder();
    events.forEach((id, line) -> {
      if (!explained.containsKey(id)) {
        missing.append(
            "| `" + id + "` | LEVEL | " + line + " … | WHAT IT MEANS AND WHAT TO DO |\n");
      }
    });
    assertThat(missing.toString()).as("rows to add to the events in %s", MANUAL).isEmpty();
    assertThat(events.keySet())
        .as("events of the code, beside those explained in %s", MANUAL)
        .containsAll(explained.keySet());
    explained.forEach((id, line) ->
        assertThat(line).as("the line of %s in %s", id, MANUAL).contains(events.get(id)));
  }

  private static List<Path> sources() {
    return Stream.of(Code.values()).map(Code::sources).flatMap(Collection::stream).toList();
  }

  @Test
  void everyEventNumberIsUsedOnce() throws IOException {
    Map<String, Set<String>> places = new TreeMap<>();
    for (Path source : sources()) {
      String[] members = MEMBER.split(Files.readString(source));
      for (int i = 0; i < members.length; i++) {
        Matcher ids = ID.matcher(members[i]);
        while (ids.find()) {
          places
              .computeIfAbsent(ids.group(1), id -> new TreeSet<>())
              .add(source.getFileName() + ": " + members[i].lines().findFirst().orElse(""));
        }
      }
    }
    assertThat(places).as("events found in the sources").isNotEmpty();
    assertThat(places).allSatisfy((id, where) -> assertThat(where).as(id).hasSize(1));
  }
}
