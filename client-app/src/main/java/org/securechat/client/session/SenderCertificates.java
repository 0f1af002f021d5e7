package org.securechat.client.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The certificates of those who speak: fetched once, kept by their hash, and judged as of the time
 * a message was received, because a record must stay good when its signers' certificates end.
 * Confined to one thread.
 */
final class SenderCertificates {
  private final Trust trust;
  private final Path folder;
  private final Fetch fetch;
  private final Map<String, X509Certificate> known = new HashMap<>();
  private final Map<String, PeerIdentity> judged = new HashMap<>();

  /** Asks the server for a certificate. */
  interface Fetch {
    byte[] certificate(String sha256) throws ClientException;
  }

  /** What counts as an accepted certificate. */
  record Trust(List<X509Certificate> anchors, RevocationSource revocations) {}

  SenderCertificates(Trust trust, Path folder, Fetch fetch) {
    this.trust = trust;
    this.folder = folder;
    this.fetch = fetch;
  }

  /** The certificate with that hash; from memory, from disk or from the server. */
  X509Certificate get(String sha256) throws CertificateUnavailableException {
    X509Certificate certificate = known.get(sha256);
    if (certificate == null) {
      certificate = load(sha256);
      known.put(sha256, certificate);
    }
    return certificate;
  }

  /** Why there is no such certificate, or none that counts. */
  static final class CertificateUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient TranscriptFinding finding;

    CertificateUnavailableException(TranscriptFinding finding) {
      super(finding.toString(), null, false, false);
      this.finding = finding;
    }

    TranscriptFinding finding() {
      return finding;
    }
  }

  /**
   * Whose certificate it is, or what speaks against it having signed for that purpose at that time.
   */
  PeerIdentity judge(X509Certificate certificate, Purpose purpose, Instant at)
      throws CertificateUnavailableException {
    if (at.isBefore(certificate.getNotBefore().toInstant())
        || at.isAfter(certificate.getNotAfter().toInstant())) {
      throw untrusted("it was not valid at that time");
    }
    try {
      Optional<Instant> revoked = revokedAt(certificate);
      if (revoked.isPresent() && !revoked.get().isAfter(at)) {
        throw untrusted("it was revoked at " + revoked.get());
      }
      // Dates depend on the message and are looked at each time; the path is judged once.
      String key = purpose + Digests.sha256Hex(certificate.getEncoded());
      PeerIdentity identity = judged.get(key);
      if (identity == null) {
        identity = judgePath(certificate, purpose, at);
        judged.put(key, identity);
      }
      return identity;
    } catch (GeneralSecurityException _) {
      throw untrusted("it cannot be read");
    }
  }

  private PeerIdentity judgePath(X509Certificate certificate, Purpose purpose, Instant at)
      throws CertificateUnavailableException {
    CertificateRules rules =
        new CertificateRules(
            trust.anchors(),
            RevocationSource.none(),
            RevocationPolicy.ALLOW,
            Clock.fixed(at, ZoneOffset.UTC));
    try {
      return rules.verify(List.of(certificate), purpose);
    } catch (ProtocolException e) {
      throw untrusted(e.alert().code().replace('_', ' '));
    }
  }

  private static CertificateUnavailableException untrusted(String why) {
    return new CertificateUnavailableException(new TranscriptFinding(Fault.UNTRUSTED, why));
  }

  private Optional<Instant> revokedAt(X509Certificate certificate) throws GeneralSecurityException {
    for (X509Certificate anchor : trust.anchors()) {
      if (!anchor.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
        continue;
      }
      for (X509CRL list : trust.revocations().crlsFor(anchor)) {
        X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
        if (entry != null) {
          list.verify(anchor.getPublicKey(), Providers.bouncyCastle());
          return Optional.of(entry.getRevocationDate().toInstant());
        }
      }
    }
    return Optional.empty();
  }

  /** Keeps a certificate that is known without asking. */
  void keep(byte[] der) throws IOException {
    Path file = folder.resolve(Digests.sha256Hex(der) + ".der");
    if (!Files.exists(file)) {
      OwnerOnly.createFolder(folder);
      OwnerOnly.write(file, der);
    }
  }

  private X509Certificate load(String sha256) throws CertificateUnavailableException {
    Path file = folder.resolve(sha256 + ".der");
    try {
      if (Files.exists(file)) {
        byte[] kept = Files.readAllBytes(file);
        if (Digests.sha256Hex(kept).equals(sha256)) {
          return parse(kept);
        }
      }
      byte[] der = fetch.certificate(sha256);
      if (!Digests.sha256Hex(der).equals(sha256)) {
        throw new CertificateUnavailableException(TranscriptFinding.of(Fault.OTHER_CERTIFICATE));
      }
      X509Certificate certificate = parse(der);
      OwnerOnly.createFolder(folder);
      OwnerOnly.write(file, der);
      return certificate;
    } catch (IOException | GeneralSecurityException | ClientException e) {
      throw new CertificateUnavailableException(
          new TranscriptFinding(Fault.NO_CERTIFICATE, String.valueOf(e.getMessage())));
    }
  }

  private static X509Certificate parse(byte[] der) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
