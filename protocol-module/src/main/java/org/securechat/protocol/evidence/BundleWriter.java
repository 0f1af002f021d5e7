package org.securechat.protocol.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
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
 * transcript.txt  receipt.json  receipt.json.p7s  ca.pem  crl.pem  SHA256SUMS  verify.sh  README.txt
 * messages/N.json (or N.erased.txt)  messages/N.sig  certificates/SHA256.pem
 * </pre>
 *
 * <p>Writes what it is given and judges nothing: that is {@link EvidenceVerifier}'s part. The same
 * input gives the same bytes. Keeps everything in memory; for one thread.
 */
public final class BundleWriter {
  private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final StringBuilder transcript = new StringBuilder();

  /**
   * A bundle around a receipt.
   *
   * @param receipt the exact bytes that are signed
   * @param signature the detached CMS signature
   */
  public BundleWriter(byte[] receipt, byte[] signature) {
    files.put(BundleLayout.RECEIPT, receipt.clone());
    files.put(BundleLayout.RECEIPT_SIGNATURE, signature.clone());
    files.put(BundleLayout.SCRIPT, BundleLayout.constant(BundleLayout.SCRIPT));
    files.put(BundleLayout.README, BundleLayout.constant(BundleLayout.README));
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
    if (message.isPresent()) {
      files.put(BundleLayout.payload(position), message.get().payload().clone());
    } else {
      files.put(BundleLayout.erased(position), BundleLayout.erasedNote(position));
    }
    return this;
  }

  /**
   * Adds a certificate that a line or the receipt refers to; twice does no harm.
   *
   * @param chain leaf first; without the authority
   */
  public BundleWriter certificate(List<X509Certificate> chain) {
    StringBuilder pem = new StringBuilder();
    for (X509Certificate certificate : chain) {
      pem.append(pem("CERTIFICATE", encoded(certificate)));
    }
    String sha256 = Digests.sha256Hex(encoded(chain.get(0)));
    files.put(BundleLayout.certificate(sha256), ascii(pem));
    return this;
  }

  /** The authorities that all certificates lead to. */
  public BundleWriter authorities(Collection<X509Certificate> authorities) {
    StringBuilder pem = new StringBuilder();
    authorities.forEach(authority -> pem.append(pem("CERTIFICATE", encoded(authority))));
    files.put(BundleLayout.AUTHORITIES, ascii(pem));
    return this;
  }

  /** The authorities' revocation lists, current at the end of the transcript or newer. */
  public BundleWriter revocationLists(Collection<X509CRL> lists) {
    if (lists.isEmpty()) {
      files.remove(BundleLayout.REVOCATION_LISTS);
      return this;
    }
    StringBuilder pem = new StringBuilder();
    for (X509CRL list : lists) {
      try {
        pem.append(pem("X509 CRL", list.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException("a revocation list has no encoding", e);
      }
    }
    files.put(BundleLayout.REVOCATION_LISTS, ascii(pem));
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
  SortedMap<String, byte[]> files() {
    SortedMap<String, byte[]> all = new TreeMap<>(files);
    all.put(BundleLayout.TRANSCRIPT, ascii(transcript));
    all.put(BundleLayout.SUMS, BundleLayout.sums(all));
    return all;
  }

  private static String pem(String type, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, PEM.encodeToString(encoded), type);
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
