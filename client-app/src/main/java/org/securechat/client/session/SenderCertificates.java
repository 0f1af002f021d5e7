package org.securechat.client.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.securechat.client.ClientException;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.PathsOverTime;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.protocol.wire.AlertCode;
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
  private final Map<String, CertificateUses> judged = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final KnownIssuers issuers;

  /** Asks the server for a certificate. */
  interface Fetch {
    Answer.CertificateAnswer certificate(String sha256) throws ClientException;
  }

  /** What counts as an accepted certificate. */
  record Trust(List<X509Certificate> anchors, RevocationSource revocations) {}

  SenderCertificates(Trust trust, Path folder, Fetch fetch) {
    this.trust = trust;
    this.folder = folder;
    this.fetch = fetch;
    this.issuers = new KnownIssuers(trust.anchors(), folder);
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
    PeerIdentity identity = find(certificate, purpose, at).get(0);
    try {
      if (uses(certificate, purpose).isRevoked(at)) {
        throw untrusted("it was revoked by then");
      }
    } catch (ProtocolException e) {
      throw new IllegalStateException("a path that was found before", e);
    }
    return identity;
  }

  private CertificateUses uses(X509Certificate certificate, Purpose purpose) {
    return judged.computeIfAbsent(
        purpose + DerCertificate.sha256(certificate),
        _ ->
            new CertificateUses(
                new PathsOverTime(certificate, issuers, trust.anchors(), purpose),
                trust.revocations()));
  }

  /** A certificate and those between it and the authority, as far as they can be found. */
  List<X509Certificate> chain(String sha256, Purpose purpose, Instant at)
      throws CertificateUnavailableException {
    X509Certificate certificate = get(sha256);
    try {
      List<X509Certificate> path = find(certificate, purpose, at).get(0).path();
      return path.subList(0, path.size() - 1);
    } catch (CertificateUnavailableException _) {
      return List.of(certificate);
    }
  }

  private static boolean isValid(X509Certificate certificate, Instant at) {
    return !at.isBefore(certificate.getNotBefore().toInstant())
        && !at.isAfter(certificate.getNotAfter().toInstant());
  }

  private List<PeerIdentity> find(X509Certificate certificate, Purpose purpose, Instant at)
      throws CertificateUnavailableException {
    if (!isValid(certificate, at)) {
      throw untrusted("it was not valid at that time");
    }
    try {
      return uses(certificate, purpose).identities(at);
    } catch (ProtocolException e) {
      judged.clear(); // With an issuer that is not known yet, there may be a way.
      if (e.alert() == AlertCode.UNKNOWN_AUTHORITY && fetchIssuers(certificate)) {
        return find(certificate, purpose, at);
      }
      throw untrusted(e.alert().code().replace('_', ' '));
    }
  }

  /** Whether the server has told of an issuer that was not known. */
  private boolean fetchIssuers(X509Certificate certificate) {
    String sha256 = DerCertificate.sha256(certificate);
    return asked.add(sha256) && issuers.fetch(sha256, fetch);
  }

  private static CertificateUnavailableException untrusted(String why) {
    return new CertificateUnavailableException(new TranscriptFinding(Fault.UNTRUSTED, why));
  }

  /** Keeps a chain, leaf first, that is known without asking. */
  void keep(List<byte[]> chain) throws IOException {
    keep(chain.get(0));
    issuers.keep(chain);
    judged.clear();
  }

  private void keep(byte[] der) throws IOException {
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
          return DerCertificate.require(kept);
        }
      }
      byte[] der = fetch.certificate(sha256).certificate();
      if (!Digests.sha256Hex(der).equals(sha256)) {
        throw new CertificateUnavailableException(TranscriptFinding.of(Fault.OTHER_CERTIFICATE));
      }
      X509Certificate certificate = DerCertificate.require(der);
      OwnerOnly.createFolder(folder);
      OwnerOnly.write(file, der);
      return certificate;
    } catch (IOException | GeneralSecurityException | ClientException e) {
      throw new CertificateUnavailableException(
          new TranscriptFinding(Fault.NO_CERTIFICATE, String.valueOf(e.getMessage())));
    }
  }
}
