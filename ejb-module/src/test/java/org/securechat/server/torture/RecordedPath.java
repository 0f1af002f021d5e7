package org.securechat.server.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
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
    RecordedDisk disk = RecordedDisk.of(unwrap(name).toString());
    return disk == null ? file : new Channel(disk, file);
  }

  /** The file of the database. */
  private static final class Channel extends FileBaseDefault {
    private final RecordedDisk disk;
    private final FileChannel file;

    Channel(RecordedDisk disk, FileChannel file) {
      this.disk = disk;
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
      return disk.write(file, source, position);
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      disk.truncate(file, size);
    }

    @Override
    public void force(boolean metaData) {
      disk.force();
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
