package org.securechat.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks a running server for a backup, because no other process can open its embedded database. The
 * server finds {@code backup-requests/ID.request} in its data folder, renames it to {@code
 * ID.taken}, and leaves {@code ID.zip} with {@code ID.done}, or {@code ID.failed}.
 */
final class BackupRequest {

  private static final long POLL_MILLIS = 200;

  /** A server that is busy starting or stopping takes none. */
  private static final long TAKEN_WITHIN_SECONDS = 60;

  private static final long LOOK_SECONDS = 10;

  private final Path data;
  private final Path folder;
  private final String id = UUID.randomUUID().toString();
  private final Consumer<String> progress;
  private final long lookSeconds;

  BackupRequest(Path data, Consumer<String> progress) {
    this(data, progress, LOOK_SECONDS);
  }

  /**
   * @param lookSeconds how often to say how long it takes, and to look whether the server lives
   */
  BackupRequest(Path data, Consumer<String> progress, long lookSeconds) {
    this.lookSeconds = lookSeconds;
    this.data = data;
    this.folder = data.resolve("backup-requests");
    this.progress = progress;
  }

  /**
   * Waits for the backup and puts it where it is wanted.
   *
   * @return what the server says of it
   */
  Map<String, Object> into(Path target) throws StartException {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(this::clean));
      ask();
      Map<String, Object> answer = await();
      move(file("zip"), target);
      return answer;
    } catch (IOException e) {
      throw new StartException("the backup could not be fetched: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted", e);
    } finally {
      clean();
    }
  }

  private Path file(String kind) {
    return folder.resolve(id + "." + kind);
  }

  private void ask() throws IOException {
    if (!Files.isDirectory(folder)) {
      OwnerOnlyPaths.createFolders(folder);
      giveToTheServer(folder);
    }
    Path request = Files.createFile(file("tmp"));
    giveToTheServer(request);
    Files.move(request, file("request"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Root may ask, too, and the server then runs as another user. */
  private void giveToTheServer(Path file) throws IOException {
    if (!Files.getOwner(file).equals(Files.getOwner(data))) {
      Files.setOwner(file, Files.getOwner(data));
    }
  }

  private Map<String, Object> await() throws IOException, StartException, InterruptedException {
    progress.accept("the server is running and makes the backup");
    long begin = System.nanoTime();
    long told = begin;
    while (!Files.exists(file("done"))) {
      if (Files.exists(file("failed"))) {
        throw new StartException(Files.readString(file("failed")));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      long now = System.nanoTime();
      if (now - told > TimeUnit.SECONDS.toNanos(lookSeconds)) {
        told = now;
        insistThatItRuns();
        if (Files.exists(file("request"))
            && now - begin > TimeUnit.SECONDS.toNanos(TAKEN_WITHIN_SECONDS)) {
          throw new StartException("the server on " + data + " does not answer");
        }
        progress.accept(TimeUnit.NANOSECONDS.toSeconds(now - begin) + " s");
      }
    }
    Map<String, Object> answer = new TreeMap<>();
    for (String line : Files.readAllLines(file("done"))) {
      int equals = line.indexOf('=');
      String value = line.substring(equals + 1);
      boolean number = value.matches("\\d{1,18}") && !line.startsWith("schema_version");
      answer.put(line.substring(0, equals), number ? (Object) Long.valueOf(value) : value);
    }
    return answer;
  }

  private void insistThatItRuns() throws StartException, IOException {
    var free = DataFolderLock.tryTake(data);
    if (free.isPresent()) {
      free.get().leave();
      throw new StartException("the server on " + data + " has stopped; try again");
    }
  }

  /** Perhaps to another disk; under its name only when all of it is there. */
  private static void move(Path source, Path target) throws IOException {
    Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
    Files.deleteIfExists(temporary);
    try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ);
        FileChannel out = OwnerOnlyPaths.createFile(temporary)) {
      long size = in.size();
      for (long at = 0; at < size; ) {
        at += in.transferTo(at, size - at, out);
      }
      out.force(true);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private void clean() {
    for (String kind : new String[] {"tmp", "request", "zip", "done", "failed"}) {
      try {
        Files.deleteIfExists(file(kind));
      } catch (IOException e) {
        // The server removes what is old.
      }
    }
  }
}
