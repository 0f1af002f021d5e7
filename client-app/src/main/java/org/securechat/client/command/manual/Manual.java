package org.securechat.client.command.manual;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;

/** All that is made from the commands of a program. */
public final class Manual {
  private static final Path PAGES = Path.of("man/man1");
  private static final String COMPRESSED = ".gz";

  /** Where the head of a gzip file says how it was made, and that it is as small as it gets. */
  private static final int FLAGS = 8;

  private static final byte SMALLEST = 2;

  private static final class Compressor extends GZIPOutputStream {
    Compressor(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  private Manual() {}

  /**
   * Manual pages and completion scripts.
   *
   * @param root the program; hidden commands and options are left out
   * @param version of the program
   * @param date the day of the version, as in 2026-11-22
   * @return by their places below a folder like {@code /usr/share}
   */
  public static Map<Path, String> of(CommandLine root, String version, String date) {
    Map<Path, String> files = new TreeMap<>();
    List<CommandPath> paths = CommandPath.all(root);
    Map<List<String>, CommandPath> byWords = new HashMap<>();
    paths.forEach(path -> byWords.put(path.words(), path));
    for (CommandPath path : paths) {
      CommandPath parent = byWords.get(path.words().subList(0, path.words().size() - 1));
      Path file = PAGES.resolve(path.page() + ".1" + COMPRESSED);
      files.put(file, ManualPage.of(path, parent, version, date));
    }
    for (Shell shell : Shell.values()) {
      files.put(shell.file(), shell.script(root));
    }
    return files;
  }

  /** Writes them all below a folder, those compressed whose names say so. */
  public static void write(Map<Path, String> files, Path folder) throws IOException {
    for (Map.Entry<Path, String> file : files.entrySet()) {
      Path target = folder.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      byte[] text = file.getValue().getBytes(StandardCharsets.UTF_8);
      Files.write(target, target.toString().endsWith(COMPRESSED) ? compressed(text) : text);
    }
  }

  /** RFC 1952, without a time in it. */
  private static byte[] compressed(byte[] text) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new Compressor(compressed)) {
      out.write(text);
    }
    byte[] file = compressed.toByteArray();
    file[FLAGS] = SMALLEST;
    return file;
  }
}
