package org.securechat.protocol.evidence.verify;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;
import org.securechat.protocol.identity.PathsOverTime;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.RevocationDataException;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationTimes;
import org.securechat.protocol.identity.RevokedUses;

/**
 * Revocation seen from later: a list made after a signature still says whether the certificate had
 * been revoked before it. So, unlike at login, a list counts if it was still current at the time of
 * use or is newer.
 */
final class PastRevocation {
  private final RevocationTimes named;
  private final RevocationTimes all;
  private final RevocationPolicy policy;
  private final ReportBuilder findings;

  PastRevocation(
      SortedMap<String, byte[]> files,
      Collection<X509CRL> outside,
      RevocationPolicy policy,
      ReportBuilder findings) {
    this.policy = policy;
    this.findings = findings;
    List<X509CRL> complete = new ArrayList<>();
    files.forEach((name, content) -> {
      if (name.startsWith(BundleLayout.REVOCATION)) {
        parse(content)
            .ifPresentOrElse(
                list -> take(list, name, complete),
                () -> findings.failed(Aspect.REVOCATION, name, "not exactly one revocation list"));
      }
    });
    this.named = new RevocationTimes(complete);
    outside.forEach(list -> take(list, "a list from outside", complete));
    this.all = new RevocationTimes(complete);
  }

  private void take(X509CRL list, String name, List<X509CRL> complete) {
    if (findings.check(
        Aspect.REVOCATION, name, RevocationLists.isComplete(list), "not a complete list")) {
      complete.add(list);
    }
  }

  /** Which uses the lists of the receipt put in doubt. */
  RevokedUses asReceiptKnew(PathsOverTime paths) {
    return new RevokedUses(paths, named);
  }

  /** Which uses any list puts in doubt. */
  RevokedUses asKnownNow(PathsOverTime paths) {
    return new RevokedUses(paths, all);
  }

  /** From when on a path counts as revoked by any list; empty for never. */
  Optional<Instant> since(List<X509Certificate> path) {
    return all.earliest(path);
  }

  /**
   * Of several paths by which a certificate is accepted, one that nothing speaks against; the first
   * if there is none.
   *
   * @param paths at least one
   */
  PeerIdentity choose(List<PeerIdentity> paths, Instant at) {
    return paths.stream()
        .filter(each -> {
          RevocationTimes.Standing standing = standing(each);
          return standing.isCovered(at) && !standing.isRevoked(at);
        })
        .findFirst()
        .orElse(paths.get(0));
  }

  /**
   * Whether for each certificate of a path but the authority there is a list that was made for the
   * last time of its use, or later. One such path is enough.
   */
  void checkCovered(List<PeerIdentity> paths, Instant lastUse, String file) {
    boolean covered = paths.stream().anyMatch(each -> standing(each).isCovered(lastUse));
    if (policy != RevocationPolicy.ALLOW || covered) {
      findings.check(
          Aspect.REVOCATION, file, covered, "no revocation list covers the time of its use");
    } else {
      findings.note(file, "no revocation list covers the time of its use");
    }
  }

  /** With what the verifier was told of roots; that nothing is covered is noted by itself. */
  private RevocationTimes.Standing standing(PeerIdentity peer) {
    return all.standing(peer.path(), policy.ofRecords());
  }

  /** Exactly one list in DER. */
  private static Optional<X509CRL> parse(byte[] der) {
    try {
      X509CRL list =
          (X509CRL)
              CertificateFactory.getInstance("X.509", Providers.bouncyCastle())
                  .generateCRL(new ByteArrayInputStream(der));
      return list != null && Arrays.equals(list.getEncoded(), der)
          ? Optional.of(quicker(list, der))
          : Optional.empty();
    } catch (GeneralSecurityException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The same list in a class that finds an entry among many at once, where it takes the list. */
  private static X509CRL quicker(X509CRL list, byte[] der) {
    try {
      return RevocationLists.parse(der);
    } catch (RevocationDataException e) {
      return list;
    }
  }
}
