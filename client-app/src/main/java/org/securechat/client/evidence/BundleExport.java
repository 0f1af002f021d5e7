package org.securechat.client.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.securechat.client.ClientException;
import org.securechat.client.storage.RoomArchive;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.ReceiptSigning;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;

/** Makes an evidence bundle of what is kept: needs no server. */
public final class BundleExport {
  private final RoomArchive archive;
  private final Path certificates;
  private final List<X509Certificate> authorities;
  private final Collection<X509CRL> revocations;

  /**
   * An export of one room.
   *
   * @param account the folder of {@link org.securechat.client.storage.UserDataFolder#account}
   */
  public BundleExport(
      RoomArchive archive,
      Path account,
      List<X509Certificate> authorities,
      Collection<X509CRL> revocations) {
    this.archive = archive;
    this.certificates = account.resolve("certificates");
    this.authorities = List.copyOf(authorities);
    this.revocations = List.copyOf(revocations);
  }

  /** The newest receipt kept of the room, if there is one that covers a line. */
  public static Optional<Path> newest(RoomArchive archive) throws ClientException {
    Path newest = null;
    String issued = "";
    try {
      for (Path folder : archive.receiptFolders()) {
        Receipt receipt = Receipt.parse(Files.readAllBytes(folder.resolve("receipt.json")));
        if (receipt.last() >= receipt.first() && receipt.issuedAt().compareTo(issued) > 0) {
          newest = folder;
          issued = receipt.issuedAt();
        }
      }
    } catch (IOException | EvidenceException e) {
      throw new ClientException(
          "a kept receipt cannot be read: " + e.getMessage(),
          "Look into " + archive.folder().resolve("receipts") + ".",
          e);
    }
    return Optional.ofNullable(newest);
  }

  /**
   * Writes the bundle of a kept receipt.
   *
   * @param kept the receipt's folder
   * @param out a folder that does not exist or is empty, or a file that ends in {@code .zip}
   * @return the receipt
   */
  public Receipt write(Path kept, Path out) throws ClientException {
    try {
      byte[] json = Files.readAllBytes(kept.resolve("receipt.json"));
      byte[] signature = Files.readAllBytes(kept.resolve("receipt.json.p7s"));
      Receipt receipt = Receipt.parse(json);
      BundleWriter bundle = new BundleWriter(json, signature);
      Set<String> speakers = addLines(bundle, receipt);
      for (String sha256 : speakers) {
        bundle.certificate(List.of(certificate(sha256)));
      }
      bundle.certificate(signer(json, signature, receipt));
      bundle.authorities(authorities).revocationLists(revocations);
      if (out.toString().endsWith(".zip")) {
        bundle.writeZip(out);
      } else {
        bundle.writeFolder(out);
      }
      return receipt;
    } catch (FileAlreadyExistsException e) {
      throw new ClientException(
          out + " is there already", "Choose another --out, or remove it first.", e);
    } catch (IOException | GeneralSecurityException | EvidenceException e) {
      throw new ClientException(
          "the bundle cannot be written: " + e.getMessage(),
          "Check " + out + " and what is kept in " + archive.folder() + ".",
          e);
    }
  }

  private Set<String> addLines(BundleWriter bundle, Receipt receipt)
      throws IOException, EvidenceException, ClientException {
    List<String> lines = archive.lines();
    if (lines.size() < receipt.last()) {
      throw new ClientException(
          "of the "
              + receipt.last()
              + " lines under the receipt only "
              + lines.size()
              + " are kept",
          "Fetch the rest: 'securechat history --room " + receipt.room() + "'.");
    }
    Map<Long, byte[]> payloads = archive.payloads(receipt.first(), receipt.last());
    Set<String> speakers = new LinkedHashSet<>();
    for (long position = receipt.first(); position <= receipt.last(); position++) {
      String text = lines.get((int) position - 1);
      TranscriptLine line = TranscriptLine.parse(text);
      speakers.add(line.certificateSha256());
      bundle.line(
          text,
          Optional.ofNullable(payloads.get(position))
              .map(payload -> new SignedMessage(payload, line.signatureBytes())));
    }
    return speakers;
  }

  private X509Certificate certificate(String sha256)
      throws IOException, GeneralSecurityException, ClientException {
    Path file = certificates.resolve(sha256 + ".der");
    if (!Files.exists(file)) {
      throw new ClientException(
          "the certificate " + sha256 + " of a sender is not kept",
          "Fetch it: 'securechat history --last 0' checks every line and keeps what it needs.");
    }
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  private List<X509Certificate> signer(byte[] json, byte[] signature, Receipt receipt)
      throws EvidenceException {
    CertificateRules rules =
        new CertificateRules(
            authorities,
            RevocationSource.none(),
            RevocationPolicy.ALLOW,
            Clock.fixed(Timestamps.parse(receipt.issuedAt()), ZoneOffset.UTC));
    List<X509Certificate> chain = ReceiptSigning.verify(json, signature, rules).chain();
    return chain.stream().filter(certificate -> !authorities.contains(certificate)).toList();
  }
}
