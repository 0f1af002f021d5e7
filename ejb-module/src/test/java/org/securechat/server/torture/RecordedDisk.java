package org.securechat.server.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
 * A folder whose database files tell what is done to them. H2 comes to them by the URL that {@link
 * #place} names; the real files have everything at once, as the operating system has. Thread-safe:
 * one order of everything.
 */
final class RecordedDisk implements Witness, AutoCloseable {
  private static final Map<String, RecordedDisk> DISKS = new ConcurrentHashMap<>();

  static {
    FilePath.register(new RecordedPath());
  }

  private final Path folder;
  private final DiskImage before;
  private final List<DiskEvent> events = new ArrayList<>();
  private long space = Long.MAX_VALUE;

  /** What is in the files now is on the disk. */
  RecordedDisk(Path folder) throws IOException {
    this(folder, DiskImage.of(folder), List.of());
  }

  /**
   * A disk after a kill: the files have more than the disk.
   *
   * @param before what is on the disk
   * @param unforced what was written to the files since, and is in them
   */
  RecordedDisk(Path folder, DiskImage before, List<DiskEvent> unforced) {
    this.folder = folder;
    this.before = before.copy();
    events.addAll(unforced);
    for (DiskFile file : DiskFile.values()) {
      DISKS.put(file.in(folder).toString(), this);
    }
  }

  static RecordedDisk of(Path file) {
    return DISKS.get(file.toString());
  }

  /** What {@code jdbc:h2:} is followed by. */
  String place() {
    return RecordedPath.SCHEME + ":" + folder.resolve("chat");
  }

  Path folder() {
    return folder;
  }

  /** What was on the disk before the first event. */
  DiskImage before() {
    return before.copy();
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

  synchronized int write(DiskFile which, FileChannel file, ByteBuffer source, long position)
      throws IOException {
    byte[] bytes = new byte[source.remaining()];
    source.duplicate().get(bytes);
    if (bytes.length > space) {
      throw new IOException("No space left on device");
    }
    if (space != Long.MAX_VALUE) {
      space -= bytes.length;
    }
    events.add(new Written(which, position, bytes));
    return file.write(source, position);
  }

  synchronized void truncate(DiskFile which, FileChannel file, long size) throws IOException {
    events.add(new Truncated(which, size));
    file.truncate(size);
  }

  /** The real disk need not be asked. */
  void force(DiskFile which) {
    int covered = count();
    synchronized (this) {
      events.add(new Forced(which, covered));
    }
  }

  @Override
  public void close() {
    for (DiskFile file : DiskFile.values()) {
      DISKS.remove(file.in(folder).toString());
    }
  }
}
