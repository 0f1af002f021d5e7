package org.securechat.server.file;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.securechat.server.file.FileException.Reason;

/**
 * Whether the folder of contents is the database's. Servers that were each given a folder of their
 * own instead of one for all, or whose shared folder is not mounted, find it out here before they
 * take a file that the others would not have. Thread-safe.
 */
@ApplicationScoped
public class FilesFolderCheck {
  private final FileSettings settings;
  private final FolderRecords records;

  /** What the database has, once it is known; it stays. */
  private volatile UUID mark;

  private volatile Optional<String> fault = Optional.empty();

  /** For the container's proxy. */
  public FilesFolderCheck() {
    this(null, null);
  }

  @Inject
  public FilesFolderCheck(FileSettings settings, FolderRecords records) {
    this.settings = settings;
    this.records = records;
  }

  /** Looks for the first time, and logs why no files are taken unless the operator wants none. */
  public void start() {
    if (settings.isTaken()) {
      look();
    } else if (settings.maxSize() > 0) {
      FileLog.notTaken(settings.refusal().orElseThrow());
    }
  }

  /**
   * Looks now, and waits for the file system. A server with a folder for itself makes none before
   * the first file comes. While the database does not answer, the last finding stands.
   *
   * @return why the folder cannot be used; empty if it can, or if no files are taken at all
   */
  public Optional<String> look() {
    if (!settings.isTaken() || !(settings.isShared() || Files.exists(settings.folder()))) {
      return Optional.empty();
    }
    try {
      return lookWithDatabase();
    } catch (RuntimeException e) {
      // The database's own check says so.
      return fault;
    }
  }

  private synchronized Optional<String> lookWithDatabase() {
    Optional<String> found = find();
    if (!found.equals(fault)) {
      fault = found;
      found.ifPresentOrElse(
          reason -> FileLog.wrongFolder(settings.folder().toString(), reason),
          () -> FileLog.rightFolder(settings.folder().toString()));
    }
    return found;
  }

  /**
   * As the last look has found it.
   *
   * @throws FileException if no files are taken, or the folder cannot be used
   */
  void require() {
    if (!settings.isTaken()) {
      throw new FileException(Reason.NOT_TAKEN, "this server takes no files");
    }
    require(fault);
  }

  /** The same, by a look now, which also makes the folder. */
  void requireNow() {
    if (settings.isTaken()) {
      require(lookWithDatabase());
    } else {
      require();
    }
  }

  private static void require(Optional<String> fault) {
    if (fault.isPresent()) {
      throw new FileException(Reason.FAILED, "the folder of files: " + fault.get());
    }
  }

  /** Whether the folder is known to be the database's, so that what is in it can be judged. */
  boolean isOurs() throws IOException {
    UUID id = mark == null ? records.mark().orElse(null) : mark;
    return id != null && FolderMark.read(settings.folder()).filter(id::equals).isPresent();
  }

  private Optional<String> find() {
    Path folder = settings.folder();
    if (settings.isShared() && !Files.isDirectory(folder)) {
      // Not made here: it would be the mount point's own.
      return Optional.of("it is not there, or is not mounted");
    }
    try {
      UUID id = id();
      Optional<UUID> found = FolderMark.read(folder);
      if (found.isPresent()) {
        return found.get().equals(id) ? Optional.empty() : Optional.of(ofAnother());
      }
      if (settings.isShared()) {
        return Optional.of(
            "it has no file "
                + FolderMark.NAME
                + ", so that it is not the one that other servers have, or is not mounted");
      }
      FolderMark.write(folder, id);
      return Optional.empty();
    } catch (FileException e) {
      return Optional.of(e.getMessage());
    } catch (IOException e) {
      return Optional.of("it cannot be read or written: " + e.getMessage());
    }
  }

  private UUID id() {
    UUID known = mark;
    if (known == null) {
      known = records.mark().orElseGet(() -> records.claim(this::make));
      mark = known;
    }
    return known;
  }

  /** Marks the folder for a database that has none. */
  private UUID make() {
    Path folder = settings.folder();
    try {
      Optional<UUID> found = FolderMark.read(folder);
      if (found.isEmpty()) {
        UUID id = UUID.randomUUID();
        FolderMark.write(folder, id);
        return id;
      }
      // Without contents it is what a start has left that did not come to its end.
      if (new ContentFolder(folder).isEmpty()) {
        return found.get();
      }
    } catch (IOException e) {
      throw new FileException(Reason.FAILED, "it cannot be read or written: " + e.getMessage());
    }
    throw new FileException(Reason.FAILED, ofAnother());
  }

  private static String ofAnother() {
    return "it belongs to another database, as its file " + FolderMark.NAME + " says";
  }
}
