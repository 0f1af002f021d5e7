package org.securechat.client.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one demonstration.
 *
 * <pre>
 *   pki/          authority, certificates and keys
 *   data/         the server's database
 *   server.log    what the server said
 *   alice/, bob/  what each of the two keeps: transcripts, receipts, password
 *   evidence/     bundles for an auditor
 * </pre>
 */
record DemoFolder(Path root) {
  static DemoFolder create() throws IOException {
    // Readable by its owner alone, as the JDK makes temporary folders.
    return new DemoFolder(Files.createTempDirectory("securechat-demo-").toRealPath());
  }

  Path pki() {
    return root.resolve("pki");
  }

  Path data() {
    return root.resolve("data");
  }

  Path log() {
    return root.resolve("server.log");
  }

  Path of(String user) {
    return root.resolve(user);
  }

  Path evidence(String name) {
    return root.resolve("evidence").resolve(name);
  }

  /** Removes everything; a server that is still writing would be in the way, so it goes first. */
  void delete() throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
