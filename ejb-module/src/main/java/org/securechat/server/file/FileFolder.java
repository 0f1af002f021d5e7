package org.securechat.server.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.server.file.FileRecords.Upload;

/**
 * The folder of contents: {@code content/AB/NAME} for each that is whole, {@code
 * incoming/NAME.USER} for each that is being brought. Only the server's user can read it.
 */
final class FileFolder {
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final Path incoming;

  FileFolder(Path folder) {
    this.folder = folder;
    this.incoming = folder.resolve("incoming");
  }

  /** How many bytes the disk has left for this folder. */
  long usable() throws IOException {
    Path place = folder.toAbsolutePath();
    while (!Files.exists(place)) {
      place = place.getParent();
    }
    return Files.getFileStore(place).getUsableSpace();
  }

  /** The bytes of a whole content; -1 if it is not there. */
  long size(FileKey key) throws IOException {
    return sizeOf(place(key));
  }

  /** How much of an upload is there; 0 if nothing. */
  long size(Upload upload) throws IOException {
    return Math.max(0, sizeOf(place(upload)));
  }

  private static long sizeOf(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  /** Writes a part of an upload behind what is there. */
  void append(Upload upload, long offset, byte[] part) throws IOException {
    OwnerOnly.createFolder(incoming);
    try (FileChannel channel = OwnerOnly.open(place(upload))) {
      ByteBuffer bytes = ByteBuffer.wrap(part);
      while (bytes.hasRemaining()) {
        channel.write(bytes, offset + bytes.position());
      }
    }
  }

  /** Makes an upload of nothing, if nothing is there. */
  void touch(Upload upload) throws IOException {
    append(upload, 0, new byte[0]);
  }

  /** The hash of what was brought, in hexadecimal digits. */
  String hash(Upload upload) throws IOException {
    MessageDigest digest = Digests.fresh();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(place(upload))) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Has what was brought written to the disk. */
  void force(Upload upload) throws IOException {
    try (FileChannel channel = FileChannel.open(place(upload), StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Moves an upload to its place, for good: a crash afterwards loses nothing of it. */
  void publish(Upload upload) throws IOException {
    Path place = place(upload.key());
    Path branch = place.getParent();
    OwnerOnly.createFolder(branch.getParent());
    OwnerOnly.createFolder(branch);
    Files.move(
        place(upload), place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(branch);
    forceFolder(branch.getParent());
  }

  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  void delete(Upload upload) throws IOException {
    Files.deleteIfExists(place(upload));
  }

  void delete(FileKey key) throws IOException {
    Files.deleteIfExists(place(key));
  }

  /** Where an upload is, for a program that examines it. */
  Path place(Upload upload) {
    return incoming.resolve(upload.key().storedName() + "." + upload.owner());
  }

  /** Where a whole content is. */
  Path place(FileKey key) {
    return key.placeIn(folder);
  }

  /**
   * A part of a content.
   *
   * @return up to {@code length} bytes; fewer at its end
   * @throws NoSuchFileException if it is not there
   */
  byte[] read(FileKey key, long offset, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(place(key), StandardOpenOption.READ)) {
      ByteBuffer bytes =
          ByteBuffer.allocate((int) Math.clamp(channel.size() - offset, 0L, (long) length));
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position()) < 0) {
          break;
        }
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
  }

  /** What was brought and not written to since, whether an upload is known of it or not. */
  List<Path> incomingBefore(Instant time) throws IOException {
    List<Path> old = new ArrayList<>();
    if (Files.isDirectory(incoming)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
        for (Path file : files) {
          if (Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
            old.add(file);
          }
        }
      }
    }
    return old;
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
