package org.securechat.web.console;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All files below a folder of the web application or of {@code META-INF/resources} in its
 * libraries, read once. A path finds one of them or nothing: none is put together from what a
 * request says. Immutable.
 */
final class StaticFiles {
  private final Map<String, StaticFile> files;

  private StaticFiles(Map<String, StaticFile> files) {
    this.files = Map.copyOf(files);
  }

  /** Where files are, as a servlet's context says it. */
  interface Source {
    /** The paths directly below a folder, those of folders with a slash at the end; or null. */
    Set<String> list(String folder);

    /** The content of a file; null if there is none. */
    InputStream open(String path);
  }

  /**
   * Reads them.
   *
   * @param folder begins and ends with a slash
   */
  static StaticFiles below(String folder, Source source) throws IOException {
    Map<String, StaticFile> files = new HashMap<>();
    read(folder, folder, source, files);
    return new StaticFiles(files);
  }

  private static void read(String root, String folder, Source source, Map<String, StaticFile> files)
      throws IOException {
    Set<String> paths = source.list(folder);
    if (paths == null) {
      return;
    }
    for (String path : paths) {
      if (path.endsWith("/")) {
        read(root, path, source, files);
      } else {
        String name = path.substring(root.length());
        files.put(name, new StaticFile(name, content(path, source)));
      }
    }
  }

  private static byte[] content(String path, Source source) throws IOException {
    try (InputStream in = source.open(path)) {
      if (in == null) {
        throw new FileNotFoundException(path);
      }
      return in.readAllBytes();
    }
  }

  /**
   * The file of a path.
   *
   * @param path below the folder, without a slash at its beginning, decoded
   */
  Optional<StaticFile> find(String path) {
    return Optional.ofNullable(files.get(path));
  }
}
