package org.securechat.server.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.securechat.server.heads.HeadsAccess;
import org.securechat.server.testing.TestDatabase;

/** Data folders: fresh ones, copies, and what a power cut leaves. */
final class Folders {
  /** So many files with signed heads before the newest are copied into an image. */
  private static final int HEADS = 3;

  private Folders() {}

  /** A folder with a database that has its tables and nothing in them. */
  static Path fresh(Path place, String name) throws IOException {
    Path template = place.resolve("template");
    if (!Files.isDirectory(template)) {
      Files.createDirectory(template);
      TestDatabase database = TestDatabase.in(template.resolve("chat"));
      database.open();
      database.close();
    }
    Path folder = place.resolve(name);
    copy(template, folder);
    return folder;
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * Makes the data folder that a power cut leaves. The newest file with signed heads that was begun
   * is there more often than not: an image with an older one is easier to satisfy.
   */
  static void write(PowerCut.Remains remains, Path heads, Path to, Random random)
      throws IOException {
    Files.createDirectories(to);
    remains.image().writeTo(to);
    SortedMap<Long, Path> written =
        HeadsAccess.files(heads).headMap(remains.newestHeads() - lost(random) + 1);
    if (written.isEmpty()) {
      return;
    }
    Path folder = Files.createDirectory(to.resolve("heads"));
    List<Path> last = List.copyOf(written.values());
    for (Path file : last.subList(Math.max(0, last.size() - HEADS), last.size())) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
    if (random.nextBoolean()) {
      Files.write(folder.resolve(".draft4711"), new byte[random.nextInt(100)]);
    }
  }

  private static int lost(Random random) {
    return random.nextInt(4) == 0 ? 1 + random.nextInt(HEADS) : 0;
  }
}
