package org.securechat.server.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.server.file.FileRecords.Upload;

/**
 * What is being brought: {@code incoming/NAME.USER} in the folder of files. In a folder that
 * several servers share each of them may write to it, wherever the user is; so whoever examines it
 * takes a copy that nobody else writes to, {@code checking/NAME.USER.LIFE}.
 */
final class IncomingFolder {
  private final Path incoming;
  private final Path checking;
  private final boolean isShared;

  /** No other life of this server, and no other server, has the same. */
  private final String life = UUID.randomUUID().toString();

  IncomingFolder(Path folder, boolean isShared) {
    this.incoming = folder.resolve("incoming");
    this.checking = folder.resolve("checking");
    this.isShared = isShared;
  }

  /** How much of an upload is there; 0 if nothing. */
  long size(Upload upload) throws IOException {
    // Opened, because a network file system tells then what other machines have written.
    try (FileChannel channel = FileChannel.open(place(upload), StandardOpenOption.READ)) {
      return channel.size();
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /**
   * Writes a part of an upload behind what is there.
   *
   * @return false if what was there has gone meanwhile
   */
  boolean append(Upload upload, long offset, byte[] part) throws IOException {
    OwnerOnly.createFolder(incoming);
    try (FileChannel channel = opened(place(upload), offset)) {
      ByteBuffer bytes = ByteBuffer.wrap(part);
      while (bytes.hasRemaining()) {
        channel.write(bytes, offset + bytes.position());
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Only the first part makes the file: behind another one there would be a hole before it. */
  private static FileChannel opened(Path file, long offset) throws IOException {
    return offset == 0
        ? OwnerOnly.open(file)
        : FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Makes an upload of nothing, if nothing is there. */
  void touch(Upload upload) throws IOException {
    append(upload, 0, new byte[0]);
  }

  void delete(Upload upload) throws IOException {
    Files.deleteIfExists(place(upload));
  }

  private Path place(Upload upload) {
    return incoming.resolve(upload.key().storedName() + "." + upload.owner());
  }

  /**
   * Takes an upload to be examined.
   *
   * @return a file that does not change until it is {@linkplain #release released}
   */
  Path take(Upload upload) throws IOException {
    if (!isShared) {
      return place(upload);
    }
    Path copy = copyOf(upload);
    OwnerOnly.createFolder(checking);
    Files.deleteIfExists(copy);
    try (InputStream in = Files.newInputStream(place(upload));
        OutputStream out = Channels.newOutputStream(OwnerOnly.create(copy))) {
      in.transferTo(out);
    }
    return copy;
  }

  /** The upload was examined: the copy goes, if one was made and is still there. */
  void release(Upload upload) throws IOException {
    if (isShared) {
      Files.deleteIfExists(copyOf(upload));
    }
  }

  private Path copyOf(Upload upload) {
    return checking.resolve(upload.key().storedName() + "." + upload.owner() + "." + life);
  }

  /** Has a file written to the disk. */
  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** All files that are here, whether an upload is known of them or not. */
  List<Path> all() throws IOException {
    List<Path> all = new ArrayList<>(ContentFolder.list(incoming));
    all.addAll(ContentFolder.list(checking));
    return all;
  }

  /** When an upload was last written to; the beginning of time if nothing is there. */
  Instant lastWritten(Upload upload) throws IOException {
    try {
      return Files.getLastModifiedTime(place(upload)).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.EPOCH;
    }
  }
}
