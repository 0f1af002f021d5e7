package org.securechat.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
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

  @Test
  void everyNumberBelongsToOneEvent() throws IOException {
    Map<String, Set<String>> places = new TreeMap<>();
    for (Path source :
        Stream.of(Code.values()).map(Code::sources).flatMap(Collection::stream).toList()) {
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
