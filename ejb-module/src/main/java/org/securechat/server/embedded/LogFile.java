package org.securechat.server.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;
import org.securechat.protocol.file.OwnerOnly;

/** The redo log's file, beside the database's and on the same of H2's file systems. */
final class LogFile {
  private static final String USUAL = "file:";

  private LogFile() {}

  /** Past H2 where that is possible: its channel writes a file's times at each forcing, too. */
  static FileChannel open(String name) throws IOException {
    return name.startsWith(USUAL) ? OwnerOnly.open(path(name)) : FilePath.get(name).open("rw");
  }

  static boolean exists(String name) {
    return name.startsWith(USUAL) ? Files.exists(path(name)) : FilePath.get(name).exists();
  }

  private static Path path(String name) {
    return Path.of(name.substring(USUAL.length()));
  }
}
