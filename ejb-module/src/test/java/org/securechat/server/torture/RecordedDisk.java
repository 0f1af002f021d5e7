package org.securechat.server.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FilePath;
import org.securechat.server.torture.DiskEvent.Forced;
import org.securechat.server.torture.DiskEvent.HeadsBegun;
import org.securechat.server.torture.DiskEvent.Promised;
import org.securechat.server.torture.DiskEvent.Truncated;
import org.securechat.server.torture.DiskEvent.Written;

/**
 * A folder whose database file tells what is done to it. H2 comes to it by the URL that {@link
 * #place} names; the real file has everything at once, as the operating system has. Thread-safe:
 * one order of everything.
 */
final class RecordedDisk implements Witness, AutoCloseable {
  /** Of the file that H2 keeps its data in. */
  static final String FILE = "chat.mv.db";

  private static final Map<String, RecordedDisk> DISKS = new ConcurrentHashMap<>();

  static {
    FilePath.register(new RecordedPath());
  }

  private final Path folder;
  private final byte[] before;
  private final List<DiskEvent> events = new ArrayList<>();
  private long space = Long.MAX_VALUE;

  /** What is in the file now is on the disk. */
  RecordedDisk(Path folder) throws IOException {
    this(folder, content(folder), List.of());
  }

  /**
   * A disk after a kill: the file has more than the disk.
   *
   * @param before what is on the disk
   * @param unforced what was written to the file since, and is in it
   */
  RecordedDisk(Path folder, byte[] before, List<DiskEvent> unforced) {
    this.folder = folder;
    this.before = before.clone();
    events.addAll(unforced);
    DISKS.put(folder.resolve(FILE).toString(), this);
  }

  private static byte[] content(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  static RecordedDisk of(String file) {
    return DISKS.get(file);
  }

  /** What {@code jdbc:h2:} is followed by. */
  String place() {
    return RecordedPath.SCHEME + ":" + folder.resolve("chat");
  }

  Path folder() {
    return folder;
  }

  /** What was on the disk before the first event. */
  FileImage before() {
    return new FileImage(before);
  }

  /** So many bytes more can be written; every further write fails until there is space again. */
  synchronized void space(long bytes) {
    space = bytes;
  }

  synchronized int count() {
    return events.size();
  }

  synchronized List<DiskEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public synchronized void promised(Promise promise) {
    events.add(new Promised(promise));
  }

  @Override
  public synchronized void headsBegun(long number) {
    events.add(new HeadsBegun(number));
  }

  synchronized int write(FileChannel file, ByteBuffer source, long position) throws IOException {
    byte[] bytes = new byte[source.remaining()];
    source.duplicate().get(bytes);
    if (bytes.length > space) {
      throw new IOException("No space left on device");
    }
    if (space != Long.MAX_VALUE) {
      space -= bytes.length;
    }
    events.add(new Written(position, bytes));
    return file.write(source, position);
  }

  synchronized void truncate(FileChannel file, long size) throws IOException {
    events.add(new Truncated(size));
    file.truncate(size);
  }

  /** The real disk need not be asked. */
  void force() {
    int covered = count();
    synchronized (this) {
      events.add(new Forced(covered));
    }
  }

  @Override
  public void close() {
    DISKS.remove(folder.resolve(FILE).toString());
  }
}
