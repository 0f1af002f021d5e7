package org.securechat.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names that let a reader find a class. */
class NamesTest {

  @Test
  void simpleClassNamesAreUnique() {
    assertThat(
            sources()
                .filter(file -> !file.endsWith("package-info.java"))
                .filter(file -> !file.endsWith("module-info.java"))
                .collect(groupedBy(file -> file.getFileName().toString()))
                .entrySet())
        .as("simple names of several classes")
        .noneMatch(name -> name.getValue().size() > 1);
  }

  private static Stream<Path> sources() {
    return Stream.of(Code.values()).flatMap(module -> module.sources().stream());
  }

  private static Collector<Path, ?, Map<String, List<Path>>> groupedBy(Function<Path, String> key) {
    return Collectors.groupingBy(key, TreeMap::new, Collectors.toList());
  }
}
