package org.securechat.server.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.securechat.protocol.file.OwnerOnly;

/**
 * The contents that are whole: {@code content/AB/NAME.GENERATION} in the folder of files. A place
 * is used once, so that whoever deletes what was there deletes nothing that came later. Only the
 * server's user can read them.
 */
final class ContentFolder {
  private final Path folder;

  ContentFolder(Path folder) {
    this.folder = folder;
  }

  /** How many bytes the disk has left for this folder. */
  long usable() throws IOException {
    Path place = folder.toAbsolutePath();
    while (!Files.exists(place)) {
      place = place.getParent();
    }
    return Files.getFileStore(place).getUsableSpace();
  }

  /** The bytes of a content; -1 if it is not there. */
  long size(FileKey key, String generation) throws IOException {
    return sizeOf(key.placeIn(folder, generation));
  }

  static long sizeOf(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  /**
   * Moves a content to its place, for good: a crash afterwards loses nothing of it.
   *
   * @param whole a file on the disk, to which nobody writes
   */
  void publish(Path whole, FileKey key, String generation) throws IOException {
    Path place = key.placeIn(folder, generation);
    Path branch = place.getParent();
    OwnerOnly.createFolder(branch.getParent());
    OwnerOnly.createFolder(branch);
    Files.move(whole, place, StandardCopyOption.ATOMIC_MOVE);
    forceFolder(branch);
    forceFolder(branch.getParent());
  }

  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  void delete(FileKey key, String generation) throws IOException {
    Files.deleteIfExists(key.placeIn(folder, generation));
  }

  /**
   * A part of a content.
   *
   * @return up to {@code length} bytes; fewer at its end
   * @throws NoSuchFileException if it is not there
   */
  byte[] read(FileKey key, String generation, long offset, int length) throws IOException {
    try (FileChannel channel =
        FileChannel.open(key.placeIn(folder, generation), StandardOpenOption.READ)) {
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

  /** Whether any content is there. */
  boolean isEmpty() throws IOException {
    for (Path branch : branches()) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(branch)) {
        if (files.iterator().hasNext()) {
          return false;
        }
      }
    }
    return true;
  }

  /** The folders that the contents are spread over. */
  List<Path> branches() throws IOException {
    return list(folder.resolve("content"));
  }

  /** What is in a folder; nothing if there is none. */
  static List<Path> list(Path folder) throws IOException {
    List<Path> all = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        files.forEach(all::add);
      }
    }
    return all;
  }

  /** The contents of a branch by their generation, without those that have none. */
  static Map<String, Path> generations(Path branch) throws IOException {
    Map<String, Path> generations = new HashMap<>();
    for (Path file : list(branch)) {
      String name = file.getFileName().toString();
      int dot = name.lastIndexOf('.');
      if (dot >= 0) {
        generations.put(name.substring(dot + 1), file);
      }
    }
    return generations;
  }

  /**
   * Deletes a file that nobody has written to since.
   *
   * @return false if somebody has, or it has gone already
   */
  static boolean deleteIfOlder(Path file, Instant time) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(time)
          && Files.deleteIfExists(file);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
