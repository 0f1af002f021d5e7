package org.securechat.client.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.securechat.protocol.file.OwnerOnly;

/**
 * The exclusive right to change a folder, against other threads and other processes. Held from
 * {@link #acquire} to {@link #close} by one thread.
 */
public final class FolderLock implements AutoCloseable {
  // A file lock belongs to the whole process, so threads need a lock of their own.
  private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock thread;
  private final FileChannel channel;
  private final FileLock process;

  private FolderLock(ReentrantLock thread, FileChannel channel, FileLock process) {
    this.thread = thread;
    this.channel = channel;
    this.process = process;
  }

  /** Waits until no other thread or process changes the folder, which is made if missing. */
  public static FolderLock acquire(Path folder) throws IOException {
    Path path = folder.toAbsolutePath().normalize();
    ReentrantLock thread = THREADS.computeIfAbsent(path, any -> new ReentrantLock());
    thread.lock();
    try {
      OwnerOnly.createFolder(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        return new FolderLock(thread, channel, channel.lock());
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      thread.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      process.release();
      channel.close();
    } finally {
      thread.unlock();
    }
  }
}
