package org.securechat.client.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.client.ClientException;
import org.securechat.client.storage.RoomArchive;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.DerCertificate;

/** What the client keeps that proves one line, computed again from its files. */
final class LineProof {
  private final Path account;
  private final RoomArchive archive;
  private final List<String> lines;

  private LineProof(Path account, RoomArchive archive) throws IOException {
    this.account = account;
    this.archive = archive;
    this.lines = archive.lines();
  }

  /**
   * Rows about a line.
   *
   * @throws ClientException if the line is not kept, or the files cannot be read
   */
  static List<String> of(Path account, String room, long position) throws ClientException {
    try {
      Optional<RoomArchive> archive = RoomArchive.find(account, room);
      if (archive.isEmpty()) {
        throw new ClientException("nothing is kept of " + room, "Join it first.");
      }
      LineProof proof = new LineProof(account, archive.get());
      if (position < 1 || position > proof.lines.size()) {
        throw new ClientException(
            "line " + position + " of " + room + " is not kept", "/history shows those that are.");
      }
      return proof.rows(position);
    } catch (IOException | EvidenceException e) {
      throw new ClientException(
          "the kept transcript of " + room + " cannot be read: " + e.getMessage(), e);
    }
  }

  private List<String> rows(long position) throws IOException, EvidenceException {
    TranscriptLine line = TranscriptLine.parse(lines.get((int) position - 1));
    List<String> rows = new ArrayList<>();
    certificate(line.certificateSha256(), rows);
    rows.add("certificate SHA-256  " + line.certificateSha256());
    rows.add("payload SHA-256      " + line.payloadSha256());
    byte[] payload = archive.payloads(position, position).get(position);
    if (payload == null) {
      rows.add("payload              not kept, or erased");
    } else if (!Digests.sha256Hex(payload).equals(line.payloadSha256())) {
      rows.add("payload              the one that is kept has another hash");
    }
    String id = archive.folder().getFileName().toString();
    List<String> chain = chain(id);
    rows.add(String.format("%-21s", "chain at " + position) + chain.get((int) position));
    receipts(position, id, chain, rows);
    return rows;
  }

  private void certificate(String sha256, List<String> rows) throws IOException {
    Path file = account.resolve("certificates").resolve(sha256 + ".der");
    Optional<X509Certificate> certificate =
        Files.exists(file) ? DerCertificate.parse(Files.readAllBytes(file)) : Optional.empty();
    if (certificate.isEmpty()) {
      rows.add("certificate          not kept");
      return;
    }
    rows.add("certificate          " + certificate.get().getSubjectX500Principal().getName());
    try {
      var names = certificate.get().getSubjectAlternativeNames();
      if (names != null) {
        names.stream()
            .map(name -> name.get(1))
            .filter(String.class::isInstance)
            .forEach(name -> rows.add("  also named         " + name));
      }
    } catch (CertificateParsingException _) {
      rows.add("  also named         in a form that cannot be read");
    }
  }

  /** The chain value before each line and after the last one. */
  private List<String> chain(String id) {
    List<String> values = new ArrayList<>();
    String value = Chain.genesis(UUID.fromString(id));
    values.add(value);
    for (String line : lines) {
      value = Chain.next(value, line);
      values.add(value);
    }
    return values;
  }

  private void receipts(long position, String id, List<String> chain, List<String> rows)
      throws IOException {
    int covering = 0;
    for (Path folder : archive.receiptFolders()) {
      Optional<Receipt> receipt = receipt(folder.resolve("receipt.json"));
      if (receipt.isPresent()
          && receipt.get().roomId().equals(id)
          && receipt.get().first() <= position
          && position <= receipt.get().last()) {
        covering++;
        long last = receipt.get().last();
        boolean known = last < chain.size();
        boolean agrees = known && chain.get((int) last).equals(receipt.get().chain());
        rows.add(
            "receipt              lines "
                + receipt.get().first()
                + " to "
                + last
                + (agrees
                    ? ", agrees with this chain: "
                    : known ? ", DOES NOT AGREE with this chain: " : ", further than is kept: ")
                + folder);
      }
    }
    if (covering == 0) {
      rows.add("receipt              none that is kept covers it; /receipt asks for one");
    }
  }

  private static Optional<Receipt> receipt(Path file) throws IOException {
    try {
      return Files.exists(file)
          ? Optional.of(Receipt.parse(Files.readAllBytes(file)))
          : Optional.empty();
    } catch (EvidenceException _) {
      return Optional.empty();
    }
  }
}
