package org.securechat.client.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.securechat.protocol.file.OwnerOnly;

/**
 * The key and the chain of one holder in the folder {@code issued}, replaced together.
 *
 * <p>No file system replaces two files at once. So both are written into a folder beside them,
 * which gets its name, {@code NAME.taken}, in one step: from then on the change is decided, and
 * whoever finds that folder completes it. A process that is ended before leaves the old pair, one
 * that is ended afterwards leaves work that {@link #finish} does.
 *
 * <p>Changes need the {@link FolderLock} of the folder above, except for {@link #finishIn}, which
 * takes it.
 */
public final class IssuedFiles {
  private static final String TAKEN = ".taken";
  private static final String KEY = "key";
  private static final String CHAIN = "chain";

  private final Path folder;
  private final String name;

  /**
   * The files of that holder.
   *
   * @param folder called {@code issued}
   */
  public IssuedFiles(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /** The key that is in use. */
  public Path key() {
    return folder.resolve(name + ".key");
  }

  /** The chain that is in use. */
  public Path chain() {
    return folder.resolve(name + ".pem");
  }

  /** The key of a request for a holder who has another key that is in use. */
  public Path nextKey() {
    return folder.resolve(name + ".next.key");
  }

  private Path taken() {
    return folder.resolve(name + TAKEN);
  }

  /**
   * Replaces chain and key.
   *
   * @param newKey the content of the key's file; empty if the key stays
   * @param chain the content of the chain's file
   * @return copies of what was there before and is different
   */
  public List<Path> replace(Optional<byte[]> newKey, byte[] chain, Instant now) throws IOException {
    finish(now);
    Path draft = OwnerOnly.createTemporaryFolder(folder, ".taken");
    try {
      if (newKey.isPresent()) {
        OwnerOnly.write(draft.resolve(KEY), newKey.get());
      }
      OwnerOnly.writePublic(draft.resolve(CHAIN), chain);
      Files.move(draft, taken(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(draft);
      throw e;
    }
    return finish(now);
  }

  /**
   * Completes a change that was decided; does nothing if there is none.
   *
   * @return copies of what was there before and is different
   */
  public List<Path> finish(Instant now) throws IOException {
    List<Path> kept = new ArrayList<>();
    if (!Files.isDirectory(taken())) {
      return kept;
    }
    for (Path file : List.of(key(), chain())) {
      Path next = taken().resolve(file.equals(key()) ? KEY : CHAIN);
      if (Files.exists(next)) {
        keep(file, next, now).ifPresent(kept::add);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (Files.exists(nextKey()) && same(nextKey(), key())) {
      Files.delete(nextKey());
    }
    delete(taken());
    return kept;
  }

  /**
   * Completes what was decided for that holder, under the lock. Costs one look at the folder where
   * there is nothing to do.
   *
   * @param root the folder above {@code issued}
   */
  public static void finishIn(Path root, String name, Instant now) throws IOException {
    IssuedFiles files = new IssuedFiles(root.resolve("issued"), name);
    if (Files.isDirectory(files.taken())) {
      try (FolderLock _ = FolderLock.acquire(root)) {
        files.finish(now);
      }
    }
  }

  /** The same for all holders of the folder. */
  public static void finishAll(Path root, Instant now) throws IOException {
    Path issued = root.resolve("issued");
    if (!Files.isDirectory(issued)) {
      return;
    }
    List<String> names;
    try (Stream<Path> entries = Files.list(issued)) {
      names =
          entries
              .map(entry -> entry.getFileName().toString())
              .filter(entry -> entry.endsWith(TAKEN) && entry.length() > TAKEN.length())
              .map(entry -> entry.substring(0, entry.length() - TAKEN.length()))
              .toList();
    }
    for (String name : names) {
      finishIn(root, name, now);
    }
  }

  private static Optional<Path> keep(Path file, Path next, Instant now) throws IOException {
    if (!Files.exists(file) || same(file, next)) {
      return Optional.empty();
    }
    String stamp = now.truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
    Path copy = file.resolveSibling(file.getFileName() + "." + stamp);
    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    return Optional.of(copy);
  }

  private static boolean same(Path one, Path other) throws IOException {
    return MessageDigest.isEqual(Files.readAllBytes(one), Files.readAllBytes(other));
  }

  private static void delete(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(KEY));
    Files.deleteIfExists(folder.resolve(CHAIN));
    Files.deleteIfExists(folder);
  }
}
