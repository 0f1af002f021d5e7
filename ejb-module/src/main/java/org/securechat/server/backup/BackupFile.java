package org.securechat.server.backup;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.securechat.protocol.crypto.Digests;

/**
 * A backup that has been read through once: every byte is what was written. That says nothing about
 * who wrote it.
 */
final class BackupFile implements AutoCloseable {
  static final String MANIFEST = "manifest.json";
  static final String SUMS = "SHA256SUMS";

  /** Bytes of the longest manifest or list of sums; a table takes some hundred. */
  private static final int MAX_DOCUMENT = 1 << 20;

  /** Bytes of the longest list of sums: one line for each content of a file. */
  private static final int MAX_SUMS = 1 << 27;

  private static final int SHA256_HEX = 64;

  private final Path file;
  private final ZipFile zip;
  private final Manifest manifest;
  private final Map<String, String> sums;

  private BackupFile(Path file, ZipFile zip) throws IOException, BackupException {
    this.file = file;
    this.zip = zip;
    if (zip.getEntry(MANIFEST) == null || zip.getEntry(SUMS) == null) {
      throw new BackupException(file + " is a zip, but no backup of SecureChat's");
    }
    this.sums = sums();
    checkSums(sums);
    this.manifest = Manifest.parse(document(MANIFEST, MAX_DOCUMENT));
    for (Manifest.Contents contents : manifest.tables()) {
      if (zip.getEntry(contents.file()) == null) {
        throw damaged("the table " + contents.table().name() + " is missing");
      }
    }
  }

  /**
   * Opens a backup and compares every file in it with its checksum.
   *
   * @throws BackupException if it is no backup, damaged or not complete
   */
  static BackupFile open(Path file) throws IOException, BackupException {
    if (!Files.isRegularFile(file)) {
      throw new BackupException("there is no file " + file);
    }
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (IOException | IllegalArgumentException e) {
      throw new BackupException(
          file + " is no backup, or its end is missing: " + e.getMessage(), e);
    }
    try {
      return new BackupFile(file, zip);
    } catch (IOException | IllegalArgumentException e) {
      zip.close();
      throw new BackupException(file + " is damaged: " + e.getMessage(), e);
    } catch (BackupException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private Map<String, String> sums() throws IOException, BackupException {
    Map<String, String> sums = new LinkedHashMap<>();
    for (String line :
        new String(document(SUMS, MAX_SUMS), StandardCharsets.UTF_8).lines().toList()) {
      boolean wellFormed =
          line.length() > SHA256_HEX + 2 && Digests.isHex(line.substring(0, SHA256_HEX));
      if (!wellFormed
          || sums.put(line.substring(SHA256_HEX + 2), line.substring(0, SHA256_HEX)) != null) {
        throw damaged("SHA256SUMS is malformed");
      }
    }
    return sums;
  }

  private void checkSums(Map<String, String> sums) throws IOException, BackupException {
    List<String> names = zip.stream().map(ZipEntry::getName).toList();
    TreeSet<String> expected = new TreeSet<>(sums.keySet());
    expected.add(SUMS);
    if (names.size() != expected.size() || !expected.containsAll(names)) {
      throw damaged("it does not hold exactly the files that SHA256SUMS lists");
    }
    for (Map.Entry<String, String> sum : sums.entrySet()) {
      if (!sha256(sum.getKey()).equals(sum.getValue())) {
        throw damaged(sum.getKey() + " is not what was written");
      }
    }
  }

  private String sha256(String name) throws IOException {
    MessageDigest digest = Sha256.start();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private byte[] document(String name, int most) throws IOException, BackupException {
    try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
      byte[] content = in.readNBytes(most + 1);
      if (content.length > most) {
        throw damaged(name + " is too long");
      }
      return content;
    }
  }

  private BackupException damaged(String why) {
    return new BackupException(file + " is damaged: " + why);
  }

  Manifest manifest() {
    return manifest;
  }

  /** Whether there is a file of that name and hash, which were compared when this was opened. */
  boolean holds(String name, String sha256) {
    return sha256.equals(sums.get(name));
  }

  /** A file, for the caller to close. */
  InputStream entry(String name) throws IOException {
    return zip.getInputStream(zip.getEntry(name));
  }

  /** A table's rows, for the caller to close. */
  InputStream rows(Manifest.Contents contents) throws IOException {
    return new BufferedInputStream(zip.getInputStream(zip.getEntry(contents.file())), 1 << 16);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
