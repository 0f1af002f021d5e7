package org.securechat.client.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.securechat.client.storage.RoomArchive;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.compare.Exhibit;
import org.securechat.protocol.evidence.compare.ExhibitReader;
import org.securechat.protocol.evidence.verify.BundleReader;
import org.securechat.protocol.evidence.verify.StatementVerifier;

/**
 * Finds the files of what a user names to have it compared: a bundle, a receipt, a heads file, or
 * this client's archive of a room. Certificates and revocation lists are looked for beside it.
 */
public final class Exhibits {
  private static final int MAX_BESIDE = 10_000;
  private static final long MAX_DER = 1L << 25;

  /** From the folder of a kept receipt to that of the account. */
  private static final int LEVELS = 4;

  private static final int MOST_RECEIPTS = 64;

  private final ExhibitReader reader;
  private final SortedMap<String, byte[]> given = new TreeMap<>();

  /**
   * @param certificates more certificates that a statement may be signed with
   */
  public Exhibits(ExhibitReader reader, List<X509Certificate> certificates) {
    this.reader = reader;
    for (X509Certificate certificate : certificates) {
      try {
        add(given, certificate.getEncoded());
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException("a certificate has no encoding", e);
      }
    }
  }

  private static void add(SortedMap<String, byte[]> files, byte[] der) {
    files.put(BundleLayout.certificate(Digests.sha256Hex(der)), der);
  }

  /** Certificates that lie in the one record can be needed for the other. */
  public void alsoFrom(Exhibit other) {
    other
        .files()
        .forEach((name, content) -> {
          if (name.startsWith(BundleLayout.CERTIFICATES)) {
            given.put(name, content);
          }
        });
  }

  /**
   * Verifies and reads.
   *
   * @throws EvidenceException if it is nothing that can be compared
   */
  public Exhibit read(Path path) throws IOException, EvidenceException {
    if (Files.isDirectory(path)) {
      if (Files.exists(path.resolve("room.json"))) {
        return archive(path);
      }
      return reader.read(BundleReader.read(path));
    }
    return switch (beginning(path)) {
      case String text when text.startsWith("{\"type\":\"" + Receipt.TYPE) -> receipt(path);
      case String text when text.startsWith("{\"type\":\"securechat/heads/") -> heads(path);
      default -> reader.read(BundleReader.read(path));
    };
  }

  private static String beginning(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(64), StandardCharsets.ISO_8859_1);
    }
  }

  private Exhibit receipt(Path file) throws IOException, EvidenceException {
    String name = file.getFileName().toString();
    Path signature = file.resolveSibling(name.replaceFirst("\\.json$", "") + ".sig");
    if (!Files.exists(signature)) {
      throw new EvidenceException("there is no " + signature + " beside it");
    }
    return statement(receiptFiles(file, signature), file);
  }

  private static SortedMap<String, byte[]> receiptFiles(Path json, Path signature)
      throws IOException, EvidenceException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(BundleLayout.RECEIPT, small(json, Receipt.MAX_LENGTH));
    files.put(BundleLayout.RECEIPT_SIGNATURE, small(signature, Receipt.MAX_LENGTH));
    return files;
  }

  private Exhibit heads(Path file) throws IOException, EvidenceException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(StatementVerifier.HEADS, small(file, HeadsFile.MAX_LENGTH));
    return statement(files, file);
  }

  private static byte[] small(Path file, long most) throws IOException, EvidenceException {
    if (Files.size(file) > most) {
      throw new EvidenceException(file.getFileName() + " is too long");
    }
    return Files.readAllBytes(file);
  }

  private Exhibit statement(SortedMap<String, byte[]> files, Path place)
      throws IOException, EvidenceException {
    SortedMap<String, byte[]> all = new TreeMap<>(given);
    Path up = place.toAbsolutePath().getParent();
    for (int i = 0; i <= LEVELS && up != null; i++) {
      beside(all, up, BundleLayout.CERTIFICATES);
      beside(all, up, BundleLayout.REVOCATION);
      up = up.getParent();
    }
    all.putAll(files);
    return reader.read(StatementVerifier.needed(all));
  }

  /** Files that are named by their hashes, as bundles and this client name them. */
  private static void beside(SortedMap<String, byte[]> files, Path place, String folder)
      throws IOException {
    Path there = place.resolve(folder);
    if (!Files.isDirectory(there)) {
      return;
    }
    try (Stream<Path> found = Files.list(there)) {
      for (Path file : found.limit(MAX_BESIDE).toList()) {
        String name = folder + file.getFileName();
        if (BundleReader.isName(name) && Files.isRegularFile(file) && Files.size(file) <= MAX_DER) {
          files.put(name, Files.readAllBytes(file));
        }
      }
    }
  }

  /**
   * The archive of a room, under the newest receipt that is kept for it and that agrees with it.
   *
   * @param folder the room's, below that of the account
   */
  public Exhibit archive(Path folder) throws IOException, EvidenceException {
    RoomArchive archive = RoomArchive.at(folder);
    SortedMap<String, byte[]> lines = new TreeMap<>();
    lines.put(StatementVerifier.LINES, text(archive.lines()));
    int tried = 0;
    for (Path kept : newestFirst(archive.receiptFolders())) {
      if (tried++ == MOST_RECEIPTS) {
        break;
      }
      SortedMap<String, byte[]> files = new TreeMap<>(lines);
      files.putAll(receiptFiles(kept.resolve("receipt.json"), kept.resolve("receipt.sig")));
      Exhibit exhibit = statement(files, kept.resolve("receipt.json"));
      if (exhibit.verified()) {
        return exhibit;
      }
    }
    lines.put(ExhibitReader.ROOM, text(List.of(archive.folder().getFileName().toString())));
    return reader.read(lines);
  }

  /** Those that reach furthest, and of these the newest, come first; the others prove less. */
  private static List<Path> newestFirst(List<Path> folders) throws IOException {
    record Kept(Path folder, Receipt receipt) {}

    List<Kept> kept = new ArrayList<>();
    for (Path folder : folders) {
      try {
        kept.add(
            new Kept(folder, Receipt.parse(Files.readAllBytes(folder.resolve("receipt.json")))));
      } catch (EvidenceException _) {
        // Not a receipt: there is nothing that it could prove.
      }
    }
    return kept.stream()
        .sorted(
            Comparator.<Kept>comparingLong(one -> one.receipt().last())
                .thenComparing(one -> one.receipt().issuedAt())
                .reversed())
        .map(Kept::folder)
        .toList();
  }

  /** Each followed by an end of line. */
  public static byte[] text(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
