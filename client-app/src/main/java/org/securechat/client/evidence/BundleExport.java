package org.securechat.client.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.securechat.client.ClientException;
import org.securechat.client.storage.IssuerFolder;
import org.securechat.client.storage.RoomArchive;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.Countersignature;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.report.PackedReport;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.identity.RevocationPolicy;

/** Makes an evidence bundle of what is kept: needs no server. */
public final class BundleExport {
  private final RoomArchive archive;
  private final Path certificates;
  private final List<X509Certificate> authorities;
  private final RevocationPolicy policy;
  private final Path lists;

  /**
   * An export of one room.
   *
   * @param account the folder of {@link org.securechat.client.storage.UserDataFolder#account}
   * @param policy what this client lets servers lack of revocation lists
   */
  public BundleExport(
      RoomArchive archive,
      Path account,
      List<X509Certificate> authorities,
      RevocationPolicy policy) {
    this.policy = policy;
    this.archive = archive;
    this.certificates = account.resolve("certificates");
    this.authorities = List.copyOf(authorities);
    this.lists = account.resolve("revocation");
  }

  /**
   * The newest receipt kept of the room, if there is one that covers a line. One that is not over
   * the lines kept here is left out: it shows that the server contradicted itself, and no bundle of
   * it would verify.
   */
  public static Optional<Path> newest(RoomArchive archive) throws ClientException {
    Path newest = null;
    String issued = "";
    try {
      List<String> lines = archive.lines();
      for (Path folder : archive.receiptFolders()) {
        Receipt receipt = Receipt.parse(Files.readAllBytes(folder.resolve("receipt.json")));
        if (receipt.last() >= receipt.first()
            && receipt.issuedAt().compareTo(issued) > 0
            && canBeOver(lines, receipt)) {
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

  /** Also if it reaches behind what is kept, which can be fetched. */
  private static boolean canBeOver(List<String> lines, Receipt receipt) {
    return receipt.last() > lines.size()
        || Receipt.transcriptSha256(lines.subList((int) receipt.first() - 1, (int) receipt.last()))
            .equals(receipt.transcriptSha256());
  }

  /**
   * Writes the bundle of a kept receipt.
   *
   * @param kept the receipt's folder
   * @param out a folder that does not exist or is empty, or a file that ends in {@code .zip}
   * @return the receipt
   */
  public Receipt write(Path kept, Path out) throws ClientException {
    return write(kept, out, List.of());
  }

  /**
   * As {@link #write(Path, Path)}.
   *
   * @param contents of files that lines of the bundle name
   */
  public Receipt write(Path kept, Path out, List<byte[]> contents) throws ClientException {
    try {
      byte[] json = Files.readAllBytes(kept.resolve("receipt.json"));
      byte[] signature = Files.readAllBytes(kept.resolve("receipt.sig"));
      Receipt receipt = Receipt.parse(json);
      BundleWriter bundle =
          new BundleWriter(json, signature).members(archive.membersBefore(receipt.first()));
      Set<String> named = addLines(bundle, receipt);
      named.add(receipt.certificate());
      addCountersignature(bundle, kept).ifPresent(named::add);
      addCertificates(bundle, named);
      for (String sha256 : receipt.revocation()) {
        bundle.revocationList(revocationList(sha256));
      }
      contents.forEach(bundle::content);
      bundle.authority(authority(certificate(receipt.certificate())));
      report(bundle);
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
    Map<Long, byte[]> payloads = new HashMap<>(archive.payloads(receipt.first(), receipt.last()));
    // PROTOCOL.md §11.1: what was erased before the receipt is not handed on, though it is kept
    // here.
    receipt
        .erasedPositions()
        .ifPresent(erased -> payloads.keySet().removeIf(position -> erased.contains(position)));
    Set<String> named = new LinkedHashSet<>();
    for (long position = receipt.first(); position <= receipt.last(); position++) {
      String text = lines.get((int) position - 1);
      TranscriptLine line = TranscriptLine.parse(text);
      named.add(line.certificateSha256());
      bundle.line(
          text,
          Optional.ofNullable(payloads.get(position))
              .map(payload -> new SignedMessage(payload, line.signatureBytes())));
      if (line.isEvent() && payloads.containsKey(position)) {
        ClassicPayload.clientCertificate(payloads.get(position)).ifPresent(named::add);
      }
    }
    return named;
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

  private byte[] revocationList(String sha256) throws IOException, ClientException {
    Path file = lists.resolve(sha256 + ".der");
    if (!Files.exists(file)) {
      throw new ClientException(
          "the revocation list " + sha256 + ", which the receipt names, is not kept",
          "Ask the server for a new receipt: leave out --kept.");
    }
    return Files.readAllBytes(file);
  }

  /** Those that signed something, and all between them and the authorities. */
  private void addCertificates(BundleWriter bundle, Set<String> named)
      throws IOException, GeneralSecurityException, ClientException {
    IssuerFolder issuers = new IssuerFolder(certificates);
    for (String sha256 : named) {
      X509Certificate signer = certificate(sha256);
      bundle.certificate(signer);
      issuers.allAbove(signer).stream()
          .filter(issuer -> !authorities.contains(issuer))
          .forEach(bundle::certificate);
    }
  }

  private void report(BundleWriter bundle) {
    String version = BundleExport.class.getPackage().getImplementationVersion();
    PackedReport.add(
        bundle,
        new EvidenceVerifier(authorities, policy.ofRecords()),
        "a member's SecureChat client" + (version == null ? "" : ", version " + version),
        "As the client that packed this bundle is set up to trust.");
  }

  /** The certificate that has signed it, if there is one. */
  private static Optional<String> addCountersignature(BundleWriter bundle, Path kept)
      throws IOException, EvidenceException {
    Path file = kept.resolve("countersignature.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    byte[] statement = Files.readAllBytes(file);
    bundle.countersignature(statement, Files.readAllBytes(kept.resolve("countersignature.sig")));
    return Optional.of(Countersignature.parse(statement).certificate());
  }

  /** The one that issued the receipt's certificate, or else the first. */
  private X509Certificate authority(X509Certificate signer) {
    return authorities.stream()
        .filter(authority ->
            authority.getSubjectX500Principal().equals(signer.getIssuerX500Principal()))
        .findFirst()
        .orElse(authorities.get(0));
  }
}
