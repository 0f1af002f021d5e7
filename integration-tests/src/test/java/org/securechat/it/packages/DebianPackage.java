package org.securechat.it.packages;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * A package for Debian, read without the tools of Debian.
 *
 * @param control the files that tell dpkg what to do, by name
 * @param entries what is installed, by absolute path; folders end with a slash
 * @param content the bytes of the files among them
 */
record DebianPackage(
    Map<String, String> control,
    Map<String, TarArchiveEntry> entries,
    Map<String, byte[]> content) {

  /** The only package of that name in a folder. */
  static DebianPackage in(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Path file =
          files
              .filter(one -> one.getFileName().toString().matches(name + "_.*_all\\.deb"))
              .findFirst()
              .orElseThrow(() ->
                  new AssertionError(
                      "no " + name + " in " + folder + "; make it with ./mvnw package, online"));
      return read(file);
    }
  }

  private static DebianPackage read(Path file) throws IOException {
    DebianPackage read = new DebianPackage(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        ArArchiveInputStream members = new ArArchiveInputStream(in)) {
      for (ArArchiveEntry member = members.getNextEntry();
          member != null;
          member = members.getNextEntry()) {
        switch (member.getName()) {
          case "control.tar.gz" -> read.readControl(tar(members.readAllBytes()));
          case "data.tar.gz" -> read.readData(tar(members.readAllBytes()));
          default -> members.readAllBytes();
        }
      }
    }
    return read;
  }

  private static TarArchiveInputStream tar(byte[] member) throws IOException {
    return new TarArchiveInputStream(
        new GzipCompressorInputStream(new ByteArrayInputStream(member)));
  }

  private void readControl(TarArchiveInputStream tar) throws IOException {
    try (tar) {
      for (TarArchiveEntry one = tar.getNextEntry(); one != null; one = tar.getNextEntry()) {
        String text = new String(tar.readAllBytes(), StandardCharsets.UTF_8);
        control.put(one.getName().replaceFirst("^\\./", ""), text);
      }
    }
  }

  private void readData(TarArchiveInputStream tar) throws IOException {
    try (tar) {
      for (TarArchiveEntry one = tar.getNextEntry(); one != null; one = tar.getNextEntry()) {
        String path = one.getName().replaceFirst("^\\.", "");
        entries.put(path, one);
        if (one.isFile()) {
          content.put(path, tar.readAllBytes());
        }
      }
    }
  }

  /** A field of the package's description. */
  String field(String name) {
    return control
        .get("control")
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse("");
  }

  String text(String path) {
    return new String(content.get(path), StandardCharsets.UTF_8);
  }
}
