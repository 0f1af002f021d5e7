package org.securechat.server.file;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.UUID;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.server.file.FileException.Reason;
import org.securechat.server.file.FileRecords.Upload;
import org.securechat.server.file.FileRecords.Usage;
import org.securechat.server.limit.Stripes;

/**
 * Takes the contents of files in parts and gives them in parts. It asks nobody whether a user may:
 * that is settled before. Nothing of a content stays in memory between two calls. Thread-safe.
 */
@ApplicationScoped
public class FileStore {
  private final FileSettings settings;
  private final FileRecords records;
  private final FileFolder folder;
  private final Clock clock;
  private final RunningChecks running;

  /** Who holds the lock of a content may write, move and delete it. */
  private final Stripes locks = new Stripes();

  /** Quotas are looked at and used up in one turn. */
  private final Object quotas = new Object();

  /** For the container's proxy. */
  public FileStore() {
    this(null, null, null, null, null);
  }

  @Inject
  public FileStore(FileSettings settings, FileRecords records, RunningChecks running, Clock clock) {
    this(settings, records, new FileFolder(settings.folder()), running, clock);
  }

  private FileStore(
      FileSettings settings,
      FileRecords records,
      FileFolder folder,
      RunningChecks running,
      Clock clock) {
    this.settings = settings;
    this.records = records;
    this.folder = folder;
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
    requireTaken();
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
          long there = folder.size(upload);
          if (there <= size) {
            return there;
          }
          folder.delete(upload);
          return 0L;
        });
  }

  /** Whether the room has this content, and it is where it should be. */
  private boolean isWhole(FileKey key, long size) throws IOException {
    OptionalLong known = records.size(key, false);
    if (known.isEmpty() || folder.size(key) != known.getAsLong()) {
      return false;
    }
    if (known.getAsLong() != size) {
      throw new FileException(Reason.OTHER_CONTENT, "the content of this hash has another size");
    }
    return true;
  }

  private void reserve(Upload upload, long size) throws IOException {
    // A full disk would stop the database, too.
    require(folder.usable() - size >= settings.keptFree(), Reason.SERVER_FULL);
    synchronized (quotas) {
      long mine = records.uploadSize(upload).orElse(0);
      Usage usage = records.usage(upload.owner(), upload.key().room());
      require(usage.user() - mine + size <= settings.perUser(), Reason.USER_FULL);
      require(usage.room() - mine + size <= settings.perRoom(), Reason.ROOM_FULL);
      require(usage.total() - mine + size <= settings.total(), Reason.SERVER_FULL);
      records.begin(upload, size, clock.millis());
    }
  }

  private static void require(boolean holds, Reason reason) {
    if (!holds) {
      throw new FileException(reason, "a quota of files is used up");
    }
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
          long there = folder.size(upload);
          if (offset != there) {
            return there;
          }
          if (part.length > size - there) {
            throw new FileException(Reason.OTHER_CONTENT, "longer than was said");
          }
          folder.append(upload, offset, part);
          return there + part.length;
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
    long size = records.size(key, true).orElseThrow(() -> noSuchFile("none is named"));
    if (offset > size) {
      throw noSuchFile("behind its end");
    }
    try {
      return new FilePart(size, folder.read(key, offset, most));
    } catch (NoSuchFileException e) {
      throw noSuchFile("its content is missing");
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Whether a line can name a file: all of it is there, with this size. */
  public void require(UUID room, FileInfo file) {
    requireTaken();
    FileKey key = new FileKey(room, file.sha256());
    try {
      if (records.size(key, false).orElse(-1) != file.size() || folder.size(key) != file.size()) {
        throw noSuchFile("not there as a whole");
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Notes, in the transaction of a line, that it names a file. */
  public void name(UUID room, long position, FileInfo file) {
    if (!records.name(new FileKey(room, file.sha256()), position, clock.millis())) {
      throw noSuchFile("it has gone meanwhile");
    }
  }

  void requireTaken() {
    if (!settings.isTaken()) {
      throw new FileException(Reason.NOT_TAKEN, "this server takes no files");
    }
  }

  FileFolder folder() {
    return folder;
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
