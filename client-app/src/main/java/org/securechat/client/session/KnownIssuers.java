package org.securechat.client.session;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.securechat.client.ClientException;
import org.securechat.client.storage.IssuerFolder;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.IssuerSignatures;
import org.securechat.protocol.identity.PathSearch;
import org.securechat.protocol.wire.Limits;

/**
 * The certificates between those of people and the authorities: fetched once. Only what leads to an
 * authority is kept, so that a server cannot fill the disk. Confined to one thread.
 */
final class KnownIssuers implements PathSearch.Issuers {
  private static final int MOST_FETCHED = 64;
  private static final int NOT_AN_AUTHORITY = -1;

  private final List<X509Certificate> anchors;
  private final Path certificates;
  private IssuerFolder folder;

  /**
   * Issuers below those authorities.
   *
   * @param certificates the folder of people's certificates
   */
  KnownIssuers(List<X509Certificate> anchors, Path certificates) {
    this.anchors = anchors;
    this.certificates = certificates;
  }

  @Override
  public List<X509Certificate> of(X509Certificate certificate) {
    return folder().issuersOf(certificate);
  }

  /** Keeps the issuers of a chain that is known without asking. */
  void keep(List<byte[]> chain) throws IOException {
    try {
      for (byte[] issuer : chain.subList(1, chain.size())) {
        if (!anchors.contains(DerCertificate.require(issuer))) {
          folder().keep(issuer);
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("an issuer's certificate cannot be read", e);
    }
  }

  /**
   * Asks for the issuers of a certificate, and theirs.
   *
   * @return whether there was one that was not known
   */
  boolean fetch(String sha256, SenderCertificates.Fetch source) {
    Map<String, byte[]> found = new LinkedHashMap<>();
    try {
      fetch(sha256, source, found, 1);
    } catch (ClientException | IOException _) {
      // What the server does not send stays unknown, and is shown as that.
    }
    int before = folder().all().size();
    keepAccepted(found);
    return folder().all().size() > before;
  }

  private void fetch(
      String sha256, SenderCertificates.Fetch source, Map<String, byte[]> found, int depth)
      throws ClientException, IOException {
    for (String issuer : source.certificate(sha256).issuers()) {
      if (folder().has(issuer)
          || found.containsKey(issuer)
          || found.size() >= MOST_FETCHED
          || depth >= Limits.MAX_CHAIN_CERTIFICATES) {
        continue;
      }
      byte[] der = source.certificate(issuer).certificate();
      // PROTOCOL.md §12, 4: the hash is the one that was asked for.
      if (!Digests.sha256Hex(der).equals(issuer)) {
        throw new IOException("another certificate than was asked for");
      }
      found.put(issuer, der);
      fetch(issuer, source, found, depth + 1);
    }
  }

  /** Those that an authority has signed, and those that these have signed. */
  private void keepAccepted(Map<String, byte[]> found) {
    Set<X509Certificate> trusted = new HashSet<>(anchors);
    trusted.addAll(folder().all());
    boolean more = true;
    while (more) {
      more = found.values().removeIf(der -> keepIfSigned(der, trusted));
    }
  }

  private boolean keepIfSigned(byte[] der, Set<X509Certificate> trusted) {
    try {
      X509Certificate certificate = DerCertificate.require(der);
      if (certificate.getBasicConstraints() == NOT_AN_AUTHORITY
          || trusted.stream()
              .noneMatch(issuer -> IssuerSignatures.hasSigned(issuer, certificate))) {
        return false;
      }
      folder().keep(der);
      trusted.add(certificate);
      return true;
    } catch (GeneralSecurityException | IOException _) {
      return false;
    }
  }

  private IssuerFolder folder() {
    if (folder == null) {
      folder = new IssuerFolder(certificates);
    }
    return folder;
  }
}
