package org.securechat.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the JVM keeps of a start for the next ones: the classes of the platform, loaded and linked,
 * and how its code was used (the AOT cache of JEP 483, 514 and 515).
 *
 * <p>The script names the file to the JVM, which takes it only if JDK, jars and options are those
 * that it was made with, and starts without it otherwise. So a cache that does not fit costs time
 * and nothing else; beside it stands of what it was made, by which it is found to be out of date.
 */
final class StartCache {

  /** The folder, given by the script; there is no cache without it. */
  static final String FOLDER = "securechat.cache";

  /** The options of the JVM that the script starts the server with. */
  static final String OPTIONS = "securechat.cache.options";

  private final Path folder;
  private final Installation installation;
  private final String options;

  StartCache(Path folder, Installation installation, String options) {
    this.folder = folder;
    this.installation = installation;
    this.options = options;
  }

  /** The one that this process was told of. */
  static Optional<StartCache> given(Installation installation) {
    return Optional.ofNullable(System.getProperty(FOLDER))
        .filter(folder -> !folder.isBlank())
        .map(Path::of)
        .map(Path::toAbsolutePath)
        .map(folder ->
            new StartCache(folder, installation, System.getProperty(OPTIONS, "").strip()));
  }

  Path folder() {
    return folder;
  }

  /** What starts the server. */
  Path program() {
    return installation.program();
  }

  /** What the JVM reads. */
  Path file() {
    return folder.resolve("server.aot");
  }

  /** The options that a server is started with, one by one. */
  List<String> options() {
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1));
  }

  /** Whether there is a cache, made with this JVM of these jars. */
  boolean isCurrent() throws IOException {
    return Files.isRegularFile(file())
        && Files.isRegularFile(key())
        && Files.readString(key()).strip().equals(fingerprint());
  }

  /**
   * Puts a cache in place, whole or not at all: also when the machine stops in the middle, since
   * the JVM looks at its head only.
   *
   * @param made a file in the same file system
   */
  void adopt(Path made) throws IOException {
    try (FileChannel written = FileChannel.open(made, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.deleteIfExists(key());
    Files.move(made, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    OwnerOnlyPaths.write(key(), fingerprint() + "\n");
  }

  private Path key() {
    return folder.resolve("server.aot.key");
  }

  /** Of all that the JVM compares, and what it would have been made with. */
  private String fingerprint() throws IOException {
    StringBuilder all =
        new StringBuilder()
            .append(System.getProperty("java.vm.version"))
            .append('\n')
            .append(System.getProperty("java.home"))
            .append('\n')
            .append(options)
            .append('\n');
    try (Stream<Path> files = Files.walk(installation.folder())) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        all.append(jar)
            .append(' ')
            .append(Files.size(jar))
            .append(' ')
            .append(Files.getLastModifiedTime(jar).toMillis() / 1000)
            .append('\n');
      }
    }
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(all.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a Java runtime without SHA-256", e);
    }
  }
}
