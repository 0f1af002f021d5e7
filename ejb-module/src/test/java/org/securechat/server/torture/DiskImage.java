package org.securechat.server.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.securechat.server.torture.DiskEvent.Truncated;
import org.securechat.server.torture.DiskEvent.Written;

/** The content of the files. Confined to one thread. */
final class DiskImage {
  private final Map<DiskFile, FileImage> files = new EnumMap<>(DiskFile.class);

  /** What is in a folder. */
  static DiskImage of(Path folder) throws IOException {
    DiskImage image = new DiskImage();
    for (DiskFile file : DiskFile.values()) {
      Path path = file.in(folder);
      image.files.put(
          file, new FileImage(Files.exists(path) ? Files.readAllBytes(path) : new byte[0]));
    }
    return image;
  }

  DiskImage copy() {
    DiskImage image = new DiskImage();
    files.forEach((file, content) -> image.files.put(file, content.copy()));
    return image;
  }

  /** All of an event reaches the disk. */
  void apply(DiskEvent event) {
    switch (event) {
      case Written written -> of(written.file()).apply(written);
      case Truncated truncated -> of(truncated.file()).apply(truncated);
      case DiskEvent.Forced _ -> {}
      case DiskEvent.Promised _ -> {}
      case DiskEvent.HeadsBegun _ -> {}
    }
  }

  /** Some bytes of a write reach the disk. */
  void write(Written written, int from, int to) {
    of(written.file()).write(written, from, to);
  }

  private FileImage of(DiskFile file) {
    return files.get(file);
  }

  /** A file that nothing was written to is not there. */
  void writeTo(Path folder) throws IOException {
    for (Map.Entry<DiskFile, FileImage> file : files.entrySet()) {
      byte[] content = file.getValue().content();
      if (content.length > 0) {
        Files.write(file.getKey().in(folder), content);
      }
    }
  }
}
