package org.securechat.client.pki;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.securechat.client.storage.OwnerOnly;

/** Where an authority's files are, and the lock that makes changing them exclusive. */
final class AuthorityFolder {
  // A file lock belongs to the whole process, so threads need a lock of their own.
  private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final Path root;

  AuthorityFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path root() {
    return root;
  }

  Path certificate() {
    return root.resolve("ca.pem");
  }

  Path key() {
    return root.resolve("ca.key");
  }

  Path revocationList() {
    return root.resolve("crl.pem");
  }

  Path index() {
    return root.resolve("index");
  }

  Path issued() {
    return root.resolve("issued");
  }

  Path issuedCertificate(String name) {
    return issued().resolve(name + ".pem");
  }

  Path issuedKey(String name) {
    return issued().resolve(name + ".key");
  }

  boolean exists() {
    return Files.exists(certificate()) || Files.exists(key());
  }

  /** Moves everything but the lock into a folder of its own. */
  void setAside(Instant now) throws IOException {
    Path aside = root.resolve("replaced-" + now.toString().replace(":", ""));
    OwnerOnly.createFolder(aside);
    for (Path file : new Path[] {certificate(), key(), revocationList(), index(), issued()}) {
      if (Files.exists(file)) {
        Files.move(file, aside.resolve(file.getFileName()));
      }
    }
  }

  /** Waits for the exclusive right to change the folder; closing gives it back. */
  Exclusive lock() throws IOException {
    ReentrantLock thread = THREADS.computeIfAbsent(root, path -> new ReentrantLock());
    thread.lock();
    try {
      OwnerOnly.createFolder(root);
      FileChannel channel =
          FileChannel.open(
              root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        return new Exclusive(thread, channel, channel.lock());
      } catch (IOException | RuntimeException failed) {
        channel.close();
        throw failed;
      }
    } catch (IOException | RuntimeException failed) {
      thread.unlock();
      throw failed;
    }
  }

  /** The exclusive right to change the folder. */
  static final class Exclusive implements AutoCloseable {
    private final ReentrantLock thread;
    private final FileChannel channel;
    private final FileLock process;

    private Exclusive(ReentrantLock thread, FileChannel channel, FileLock process) {
      this.thread = thread;
      this.channel = channel;
      this.process = process;
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
}
