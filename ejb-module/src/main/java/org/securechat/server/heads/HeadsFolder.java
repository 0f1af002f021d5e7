package org.securechat.server.heads;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.securechat.protocol.evidence.HeadsDocument;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.file.OwnerOnly;

/**
 * A folder with signed heads, readable for its owner only. A file gets its name when all of it is
 * on the disk, so one that has a name is whole. Confined to one thread.
 */
final class HeadsFolder {
  private final Path folder;
  private final int kept;

  /**
   * @param kept how many files stay, beside those that they build on
   */
  HeadsFolder(Path folder, int kept) {
    this.folder = folder;
    this.kept = kept;
  }

  /** The file with the highest number, unread. */
  Optional<Path> newest() throws IOException {
    return names().stream().findFirst().map(name -> folder.resolve(name.text()));
  }

  /** Writes a file, and removes those that are too many. */
  void write(HeadsFile file) throws IOException {
    OwnerOnly.createFolder(folder);
    HeadsDocument document = file.document();
    String name = new HeadsFileName(document.number(), document.baseNumber()).text();
    OwnerOnly.write(folder.resolve(name), file.encode());
    forceName();
    prune();
  }

  /**
   * Moves everything that is there into a folder of its own: what an operator has set aside is not
   * deleted, and no later start compares with it.
   *
   * @param name of the folder within this one
   */
  void setAside(String name) throws IOException {
    Path aside = folder.resolve(name);
    List<HeadsFileName> files = names();
    if (!files.isEmpty()) {
      OwnerOnly.createFolder(aside);
      for (HeadsFileName file : files) {
        Files.move(
            folder.resolve(file.text()),
            aside.resolve(file.text()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private void prune() throws IOException {
    List<HeadsFileName> names = names();
    Set<Long> needed = new HashSet<>();
    for (HeadsFileName name : names.subList(0, Math.min(kept, names.size()))) {
      needed.add(name.number());
      needed.add(name.base());
    }
    for (HeadsFileName name : names) {
      if (!needed.contains(name.number())) {
        Files.deleteIfExists(folder.resolve(name.text()));
      }
    }
  }

  /** The newest first. */
  private List<HeadsFileName> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .flatMap(file -> HeadsFileName.of(file).stream())
          .sorted(
              Comparator.comparingLong(HeadsFileName::number)
                  .thenComparingLong(HeadsFileName::base)
                  .reversed())
          .toList();
    }
  }

  /** So that a name survives a crash, too. Not every system can. */
  private void forceName() {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      // Windows opens no folders; its names are safe without.
    }
  }
}
