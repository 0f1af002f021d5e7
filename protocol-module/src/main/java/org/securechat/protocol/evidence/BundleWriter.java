package org.securechat.protocol.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.securechat.protocol.crypto.Digests;

/**
 * Puts a receipt, its transcript and all that is needed to check them into a folder or a zip:
 *
 * <pre>
 * receipt.json  receipt.sig  transcript.txt  members.txt  authority.der  README.txt  verify.sh
 * messages/N.json (unless erased)  messages/N.sig  certificates/SHA256.der  revocation/SHA256.der
 * countersignatures/USER.json  countersignatures/USER.sig  report.html (optional)
 * </pre>
 *
 * <p>Writes what it is given and judges nothing: that is the verifier's part. The same input gives
 * the same bytes. Keeps everything in memory; for one thread.
 */
public final class BundleWriter {
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final StringBuilder transcript = new StringBuilder();

  /**
   * A bundle around a receipt.
   *
   * @param receipt the exact bytes that are signed
   * @param signature the signature over them
   */
  public BundleWriter(byte[] receipt, byte[] signature) {
    files.put(BundleLayout.RECEIPT, receipt.clone());
    files.put(BundleLayout.RECEIPT_SIGNATURE, signature.clone());
    BundleLayout.CONSTANTS.forEach(name -> files.put(name, BundleLayout.constant(name)));
    members(List.of());
  }

  /** Who was in the room before the first line, rising. */
  public BundleWriter members(List<String> members) {
    files.put(BundleLayout.MEMBERS, Receipt.text(members));
    return this;
  }

  /**
   * Adds the next line.
   *
   * @param line its text, without end of line
   * @param message its payload; empty if it has been erased
   * @throws EvidenceException if the line is malformed
   */
  public BundleWriter line(String line, Optional<SignedMessage> message) throws EvidenceException {
    TranscriptLine parsed = TranscriptLine.parse(line);
    long position = parsed.position();
    transcript.append(line).append('\n');
    files.put(BundleLayout.signature(position), parsed.signatureBytes());
    message.ifPresent(said -> files.put(BundleLayout.payload(position), said.payload().clone()));
    return this;
  }

  /**
   * Adds a certificate that a line, the receipt or another certificate refers to; twice does no
   * harm.
   */
  public BundleWriter certificate(X509Certificate certificate) {
    return certificate(encoded(certificate));
  }

  /** As above, for a certificate in DER. */
  public BundleWriter certificate(byte[] der) {
    files.put(BundleLayout.certificate(Digests.sha256Hex(der)), der.clone());
    return this;
  }

  /** The authority that the receipt leads to. */
  public BundleWriter authority(X509Certificate authority) {
    files.put(BundleLayout.AUTHORITY, encoded(authority));
    return this;
  }

  /** Adds a revocation list that the receipt names. */
  public BundleWriter revocationList(byte[] der) {
    files.put(BundleLayout.revocationList(Digests.sha256Hex(der)), der.clone());
    return this;
  }

  /** Adds the content of a file that a line names. */
  public BundleWriter content(byte[] content) {
    files.put(BundleLayout.content(Digests.sha256Hex(content)), content.clone());
    return this;
  }

  /**
   * Adds a member's statement about the receipt.
   *
   * @throws EvidenceException if it is malformed
   */
  public BundleWriter countersignature(byte[] statement, byte[] signature)
      throws EvidenceException {
    String user = Countersignature.parse(statement).user();
    files.put(BundleLayout.countersignature(user), statement.clone());
    files.put(BundleLayout.countersignatureSignature(user), signature.clone());
    return this;
  }

  /** The record for reading, which is made from all other files and proves nothing. */
  public BundleWriter report(byte[] page) {
    files.put(BundleLayout.REPORT, page);
    return this;
  }

  /**
   * Writes a folder.
   *
   * @param folder must not exist, or be empty
   * @throws FileAlreadyExistsException rather than mixing two bundles
   */
  public void writeFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var existing = Files.list(folder)) {
      if (existing.findAny().isPresent()) {
        throw new FileAlreadyExistsException(folder + " is not empty");
      }
    }
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue(), StandardOpenOption.CREATE_NEW);
    }
  }

  /**
   * Writes a zip file, always the same bytes for the same evidence.
   *
   * @throws FileAlreadyExistsException rather than overwriting one
   */
  public void writeZip(Path file) throws IOException {
    Files.write(file, zip(), StandardOpenOption.CREATE_NEW);
  }

  /**
   * The bytes that {@link #writeZip} writes.
   *
   * @throws IllegalArgumentException if they would be more than 2 GiB
   */
  public byte[] zip() {
    return StoredZip.write(files());
  }

  /** All files by their paths. */
  public SortedMap<String, byte[]> files() {
    SortedMap<String, byte[]> all = new TreeMap<>(files);
    all.put(BundleLayout.TRANSCRIPT, ascii(transcript));
    return all;
  }

  private static byte[] ascii(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a certificate has no encoding", e);
    }
  }
}
