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

/** Names and sizes that let a reader find a class. */
class NamesTest {

  private static final int LARGEST_PACKAGE = 36;

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

  @Test
  void packagesHaveSeveralClassesAndNotTooMany() {
    Map<String, List<Path>> packages =
        sources()
            .filter(file -> !file.endsWith("package-info.java"))
            .collect(groupedBy(file -> file.getParent().toString()));

    assertThat(packages.entrySet())
        .as("packages with one class")
        .noneMatch(folder -> folder.getValue().size() == 1);
    assertThat(packages.entrySet())
        .as("packages with more than %d classes", LARGEST_PACKAGE)
        .noneMatch(folder -> folder.getValue().size() > LARGEST_PACKAGE);
  }

  private static Stream<Path> sources() {
    return Stream.of(Code.values()).flatMap(module -> module.sources().stream());
  }

  private static Collector<Path, ?, Map<String, List<Path>>> groupedBy(Function<Path, String> key) {
    return Collectors.groupingBy(key, TreeMap::new, Collectors.toList());
  }
}
