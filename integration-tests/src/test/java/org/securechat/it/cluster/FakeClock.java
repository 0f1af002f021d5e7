package org.securechat.it.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A clock that is wrong, for one process: libfaketime, from Debian's package of that name. */
final class FakeClock {
  private static final List<Path> ROOTS = List.of(Path.of("/usr/lib"), Path.of("/usr/local/lib"));
  private static final String LIBRARY = "libfaketime.so.1";
  private static final int DEPTH = 4;

  private FakeClock() {}

  /** Where the library is, if it is installed. */
  static Optional<Path> library() {
    return ROOTS.stream().flatMap(root -> find(root).stream()).findFirst();
  }

  private static Optional<Path> find(Path root) {
    try (Stream<Path> files = Files.find(root, DEPTH, (file, _) -> file.endsWith(LIBRARY))) {
      return files.findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The environment of a process whose clock is ahead by that much. */
  static Map<String, String> ahead(Path library, Duration by) {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME", "+" + by.toSeconds() + "s",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1");
  }
}
