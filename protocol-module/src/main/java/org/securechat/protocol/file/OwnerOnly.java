package org.securechat.protocol.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Folders of mode 0700 and files of mode 0600, from the moment they exist. On a file system without
 * POSIX permissions the account's defaults apply.
 */
public final class OwnerOnly {
  private static final String FOLDER = "rwx------";
  private static final String FILE = "rw-------";
  private static final String PUBLIC_FILE = "rw-r--r--";

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rw-rw-");

  private OwnerOnly() {}

  /**
   * Creates the folder and its missing parents; only the folder itself is narrowed to its owner. A
   * folder that is there stays as it is.
   */
  public static void createFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(folder, mode(folder, FOLDER));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  /** Creates a folder of a new name in that place. */
  public static Path createTemporaryFolder(Path place, String prefix) throws IOException {
    return Files.createTempDirectory(place, prefix, mode(place, FOLDER));
  }

  /**
   * Opens a new file for writing.
   *
   * @throws FileAlreadyExistsException rather than opening a file that is there
   */
  public static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        mode(file, FILE));
  }

  /**
   * Makes a file with that content, which the system writes to the disk when it likes: for one of
   * many files in a folder that becomes visible as a whole.
   *
   * @throws FileAlreadyExistsException rather than writing to a file that is there
   */
  public static void writeNew(Path file, byte[] content) throws IOException {
    try (FileChannel channel = create(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /** Opens a file for reading and writing anywhere in it; makes it if it is not there. */
  public static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        mode(file, FILE));
  }

  /** Opens a file for writing at its end; makes it if it is not there. */
  static FileChannel append(Path file) throws IOException {
    return FileChannel.open(
        file, EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), mode(file, FILE));
  }

  /** Makes a file to which lines are added if it is not there, and sees that it can be written. */
  public static void prepareAppending(Path file) throws IOException {
    append(file).close();
  }

  /** Replaces the file's content: all of it is on disk or none of it is. */
  public static void write(Path file, byte[] content) throws IOException {
    replace(file, content, FILE);
  }

  /** The same, readable by every user who can reach the folder. */
  public static void writePublic(Path file, byte[] content) throws IOException {
    replace(file, content, PUBLIC_FILE);
  }

  private static void replace(Path file, byte[] content, String mode) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path draft = Files.createTempFile(folder, ".draft", null, mode(file, FILE));
    try {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      if (isPosix(draft)) {
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(mode));
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static FileAttribute<?>[] mode(Path place, String mode) {
    return isPosix(place)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Whether only its owner may read or write an existing file; true where the file system has no
   * such permissions.
   */
  public static boolean isPrivate(Path file) throws IOException {
    return !isPosix(file)
        || OTHERS.stream().noneMatch(Files.getPosixFilePermissions(file)::contains);
  }

  private static boolean isPosix(Path place) {
    return place.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
