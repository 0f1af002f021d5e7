package org.securechat.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The server's own folder. One server at a time uses it. */
final class DataFolderLock {

  // A channel without a reference is closed by the collector, and its lock goes with it.
  private static final Set<DataFolderLock> TAKEN = ConcurrentHashMap.newKeySet();

  private final Path root;

  // Held for the life of the process: the lock goes with it, however it ends.
  private final FileLock lock;

  private DataFolderLock(Path root, FileLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Makes the folder if need be, for its owner alone, and takes it.
   *
   * @throws StartException if another server has it
   */
  static DataFolderLock take(Path root) throws StartException {
    return tryTake(root)
        .orElseThrow(() ->
            new StartException(
                "another server is running on " + root + "; stop it, or choose another --data"));
  }

  /** The messages of some exceptions are the file's name alone. */
  private static String reason(Path root, IOException failure) {
    return switch (failure) {
      case FileAlreadyExistsException _ -> "it is a file";
      case AccessDeniedException _ -> "this user has no right to it";
      case NoSuchFileException _ -> "it cannot be made";
      default ->
          root.toString().equals(failure.getMessage())
              ? failure.getClass().getSimpleName()
              : failure.getMessage();
    };
  }

  /** As {@link #take}, but empty if another server has it. */
  static Optional<DataFolderLock> tryTake(Path root) throws StartException {
    try {
      OwnerOnlyPaths.createFolders(root);
      OwnerOnlyPaths.close(root);
      FileChannel channel =
          FileChannel.open(
              root.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      DataFolderLock folder = new DataFolderLock(root, lock);
      TAKEN.add(folder);
      return Optional.of(folder);
    } catch (IOException e) {
      throw new StartException(
          "cannot use the data folder "
              + root
              + ": "
              + reason(root, e)
              + "\n  Choose a folder that this user may write to with --data.",
          e);
    }
  }

  /** Releases the folder: for a caller that only wanted to know, or that has finished. */
  void leave() throws IOException {
    TAKEN.remove(this);
    lock.channel().close();
  }

  /**
   * What no other server is called, and a server after this one in the same folder is: the lock on
   * the folder shows that the one before has ended.
   *
   * @throws StartException if the folder cannot be used
   */
  String holder() throws StartException {
    Path file = root.resolve("server.id");
    try {
      if (!Files.exists(file) || Files.size(file) == 0) {
        OwnerOnlyPaths.write(file, UUID.randomUUID() + "\n");
      }
      return Files.readString(file).strip() + " on " + host() + " in " + root;
    } catch (IOException e) {
      throw new StartException("cannot use " + file + ": " + e.getMessage(), e);
    }
  }

  /** A folder that was copied to another machine is that of another server. */
  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unnamed host";
    }
  }

  Path root() {
    return root;
  }

  /** What the runtime unpacks; empty, whatever the last run left there. */
  Path freshRuntime() throws IOException {
    Path runtime = root.resolve("runtime");
    OwnerOnlyPaths.deleteFolder(runtime);
    OwnerOnlyPaths.createFolders(runtime);
    return runtime;
  }
}
