package org.securechat.server.file;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.server.file.FileException.Reason;
import org.securechat.server.file.FileRecords.StoredFile;
import org.securechat.server.file.FileRecords.Upload;
import org.securechat.server.limit.Stripes;

/**
 * Takes the contents of files in parts and gives them in parts. It asks nobody whether a user may:
 * that is settled before. Nothing of a content stays in memory between two calls. Thread-safe.
 */
@ApplicationScoped
public class FileStore {
  private static final int READS = 2;

  private final FileSettings settings;
  private final FileRecords records;
  private final FilesFolderCheck check;
  private final ContentFolder contents;
  private final IncomingFolder incoming;
  private final Clock clock;
  private final RunningChecks running;

  /**
   * Who holds the lock of a content may write to its upload and move it. Other servers have locks
   * of their own: between servers only the database orders anything.
   */
  private final Stripes locks = new Stripes();

  /** For the container's proxy. */
  public FileStore() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public FileStore(
      FileSettings settings,
      FileRecords records,
      FilesFolderCheck check,
      RunningChecks running,
      Clock clock) {
    this(
        settings,
        records,
        check,
        new ContentFolder(settings.folder()),
        new IncomingFolder(settings.folder(), settings.isShared()),
        running,
        clock);
  }

  private FileStore(
      FileSettings settings,
      FileRecords records,
      FilesFolderCheck check,
      ContentFolder contents,
      IncomingFolder incoming,
      RunningChecks running,
      Clock clock) {
    this.settings = settings;
    this.records = records;
    this.check = check;
    this.contents = contents;
    this.incoming = incoming;
    this.running = running;
    this.clock = clock;
  }

  /**
   * Begins to take a content, or goes on.
   *
   * @return how many bytes of it are there: all, if the room has the file already
   * @throws FileException if it is too long, would exceed a quota, or no files are taken
   */
  public long begin(UUID user, FileKey key, long size) {
    check.requireNow();
    if (size > settings.maxSize()) {
      throw new FileException(Reason.TOO_LONG, size + " bytes");
    }
    Upload upload = new Upload(key, user);
    return locked(
        key,
        () -> {
          if (isWhole(key, size)) {
            records.touch(key, clock.millis());
            return size;
          }
          if (running.isRunning(upload)) {
            return size;
          }
          running.forget(upload);
          reserve(upload, size);
          long there = incoming.size(upload);
          if (there <= size) {
            return there;
          }
          incoming.delete(upload);
          return 0L;
        });
  }

  /** Whether the room has this content, and it is where it should be. */
  private boolean isWhole(FileKey key, long size) throws IOException {
    Optional<StoredFile> known = records.find(key, false);
    if (known.isEmpty() || !isThere(key, known.get())) {
      return false;
    }
    if (known.get().size() != size) {
      throw new FileException(Reason.OTHER_CONTENT, "the content of this hash has another size");
    }
    return true;
  }

  private void reserve(Upload upload, long size) throws IOException {
    // A full disk would stop the database, too.
    if (contents.usable() - size < settings.keptFree()) {
      throw new FileException(Reason.SERVER_FULL, "the disk of the folder is full");
    }
    records.begin(upload, size, settings, clock.millis());
  }

  private boolean isThere(FileKey key, StoredFile file) throws IOException {
    return contents.size(key, file.generation()) == file.size();
  }

  /**
   * Takes a part. One that does not begin where what is there ends is not written.
   *
   * @return how many bytes are there now, which is where the next part begins
   * @throws FileException if no such content was begun, or the part goes beyond its size
   */
  public long part(UUID user, FileKey key, long offset, byte[] part) {
    requireTaken();
    Upload upload = new Upload(key, user);
    return locked(
        key,
        () -> {
          long size = records.uploadSize(upload).orElseThrow(() -> noSuchFile("not begun"));
          if (running.isRunning(upload)) {
            return size;
          }
          long there = incoming.size(upload);
          if (offset != there) {
            return there;
          }
          if (part.length > size - there) {
            throw new FileException(Reason.OTHER_CONTENT, "longer than was said");
          }
          return incoming.append(upload, offset, part) ? there + part.length : 0L;
        });
  }

  /**
   * A part of a content that a line of the room names.
   *
   * @param most bytes of the part
   * @throws FileException {@code NO_SUCH_FILE}, also behind its end
   */
  public FilePart read(FileKey key, long offset, int most) {
    requireTaken();
    for (int attempt = 1; ; attempt++) {
      StoredFile file = records.find(key, true).orElseThrow(() -> noSuchFile("none is named"));
      if (offset > file.size()) {
        throw noSuchFile("behind its end");
      }
      try {
        return new FilePart(file.size(), contents.read(key, file.generation(), offset, most));
      } catch (NoSuchFileException e) {
        // It may have been brought again since its row was read, and be in another place.
        if (attempt == READS) {
          throw noSuchFile("its content is missing");
        }
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  /**
   * Whether a line can name a file: all of it is there, with this size, as the database has it. The
   * folder is not looked at: no message waits for the file system of another machine.
   */
  public void require(UUID room, FileInfo file) {
    requireTaken();
    Optional<StoredFile> there = records.find(new FileKey(room, file.sha256()), false);
    if (there.isEmpty() || there.get().size() != file.size()) {
      throw noSuchFile("not there as a whole");
    }
  }

  /** Whether the room has all of a content. */
  boolean isWhole(FileKey key) {
    return locked(
        key,
        () -> {
          Optional<StoredFile> known = records.find(key, false);
          return known.isPresent() && isThere(key, known.get());
        });
  }

  /**
   * Makes a file of what was examined.
   *
   * @param whole on the disk; it is moved
   */
  void publish(Upload upload, Path whole, long size) {
    check.requireNow();
    String generation = UUID.randomUUID().toString();
    locked(
        upload.key(),
        () -> {
          // A row is never seen whose content is not there; a content without a row is swept.
          contents.publish(whole, upload.key(), generation);
          Optional<String> before = records.finish(upload, generation, size, clock.millis());
          if (before.isPresent()) {
            contents.delete(upload.key(), before.get());
          }
          incoming.delete(upload);
          return size;
        });
  }

  /**
   * Deletes a file unless a line names it.
   *
   * @param untouchedSince it was not touched since, in milliseconds
   */
  void deleteUnnamed(FileKey key, long untouchedSince) {
    locked(
        key,
        () -> {
          // The place is never used again, so that this deletes nothing that comes later.
          Optional<String> generation = records.forget(key, untouchedSince);
          if (generation.isPresent()) {
            contents.delete(key, generation.get());
          }
          return key;
        });
  }

  /** Notes, in the transaction of a line, that it names a file. */
  public void name(UUID room, long position, FileInfo file) {
    if (!records.name(new FileKey(room, file.sha256()), position, clock.millis())) {
      throw noSuchFile("it has gone meanwhile");
    }
  }

  void requireTaken() {
    check.require();
  }

  ContentFolder contents() {
    return contents;
  }

  IncomingFolder incoming() {
    return incoming;
  }

  /** Does work on a content while nobody else does. */
  <T> T locked(FileKey key, Work<T> work) {
    synchronized (locks.of(key)) {
      try {
        return work.run();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  static FileException failed(IOException e) {
    FileLog.failed(e);
    return new FileException(Reason.FAILED, "the folder of files failed: " + e.getMessage());
  }

  static FileException noSuchFile(String why) {
    return new FileException(Reason.NO_SUCH_FILE, why);
  }

  /** Work on the folder. */
  interface Work<T> {
    T run() throws IOException;
  }
}
