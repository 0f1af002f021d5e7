package org.securechat.server.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePathWrapper;

/** How H2 sees a {@link RecordedDisk}. Public, because H2 makes it by reflection. */
public final class RecordedPath extends FilePathWrapper {
  static final String SCHEME = "recorded";

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    FileChannel file = super.open(mode);
    Path path = Path.of(unwrap(name).toString());
    RecordedDisk disk = RecordedDisk.of(path);
    for (DiskFile which : DiskFile.values()) {
      if (disk != null && which.in(disk.folder()).equals(path)) {
        return new Channel(disk, which, file);
      }
    }
    return file;
  }

  /** A file of the database. */
  private static final class Channel extends FileBaseDefault {
    private final RecordedDisk disk;
    private final DiskFile which;
    private final FileChannel file;

    Channel(RecordedDisk disk, DiskFile which, FileChannel file) {
      this.disk = disk;
      this.which = which;
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public synchronized int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
      return disk.write(which, file, source, position);
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      disk.truncate(which, file, size);
    }

    @Override
    public void force(boolean metaData) {
      disk.force(which);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }
  }
}
