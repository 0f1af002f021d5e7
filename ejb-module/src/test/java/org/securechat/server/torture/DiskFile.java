package org.securechat.server.torture;

import java.nio.file.Path;

/** The files that an embedded database keeps its promises with. */
enum DiskFile {
  DATABASE("chat.mv.db"),
  REDO_LOG("chat.redo");

  private final String fileName;

  DiskFile(String fileName) {
    this.fileName = fileName;
  }

  Path in(Path folder) {
    return folder.resolve(fileName);
  }
}
