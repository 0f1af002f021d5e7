package org.securechat.server.handshake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that belong together and are replaced one after the other: they are taken as changed once
 * two looks in a row have found them the same. Not thread-safe.
 */
final class SettledFiles {

  private final List<Path> files;
  private List<Object> taken;
  private List<Object> seen;

  /** The files as they are now count as taken. */
  SettledFiles(List<Path> files) {
    this.files = files;
    taken = stamps();
    seen = taken;
  }

  /** Whether they are to be read, since they are others than at the last time that they were. */
  boolean areToBeRead() {
    List<Object> now = stamps();
    boolean settled = now.equals(seen);
    seen = now;
    if (!settled || now.equals(taken)) {
      return false;
    }
    taken = now;
    return true;
  }

  private List<Object> stamps() {
    List<Object> stamps = new ArrayList<>();
    for (Path file : files) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        stamps.add(List.of(found.lastModifiedTime(), found.size()));
      } catch (IOException e) {
        stamps.add("missing"); // Who reads it says why.
      }
    }
    return stamps;
  }
}
