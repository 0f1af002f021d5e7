package org.securechat.protocol.identity;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1OctetString;
import org.securechat.protocol.crypto.Providers;

/**
 * From when on certificates count as revoked, by some complete lists, whenever those were made: a
 * later list still says when the key was lost (PROTOCOL.md §11.2, 5). Confined to one thread.
 */
public final class RevocationTimes {
  private static final String INVALIDITY_DATE = "2.5.29.24";

  private final List<X509CRL> lists;
  private final Map<X509Certificate, List<X509CRL>> authentic = new HashMap<>();

  /**
   * @param complete lists without indicators of partial content; whether an issuer has signed them
   *     is looked at here
   */
  public RevocationTimes(Collection<X509CRL> complete) {
    this.lists = new ArrayList<>(complete);
  }

  /** The lists that this issuer has signed. */
  public List<X509CRL> of(X509Certificate issuer) {
    return authentic.computeIfAbsent(
        issuer, signer -> lists.stream().filter(list -> isAuthentic(list, signer)).toList());
  }

  /**
   * The earliest time from which a certificate of the path counts as revoked; empty if none does.
   *
   * @param path leaf first, the authority last, which is not judged
   */
  public Optional<Instant> earliest(List<X509Certificate> path) {
    return Stream.iterate(0, i -> i + 1 < path.size(), i -> i + 1)
        .flatMap(i -> entries(path.get(i), path.get(i + 1)))
        .map(RevocationTimes::effective)
        .min(Instant::compareTo);
  }

  private Stream<X509CRLEntry> entries(X509Certificate certificate, X509Certificate issuer) {
    return of(issuer).stream()
        .map(list -> list.getRevokedCertificate(certificate.getSerialNumber()))
        .filter(entry -> entry != null);
  }

  /** The revocation date, or the invalidity date where that is earlier (RFC 5280 §5.3.2). */
  private static Instant effective(X509CRLEntry entry) {
    Instant revoked = entry.getRevocationDate().toInstant();
    byte[] extension = entry.getExtensionValue(INVALIDITY_DATE);
    if (extension == null) {
      return revoked;
    }
    try {
      Instant invalid =
          ASN1GeneralizedTime.getInstance(ASN1OctetString.getInstance(extension).getOctets())
              .getDate()
              .toInstant();
      return invalid.isBefore(revoked) ? invalid : revoked;
    } catch (ParseException | RuntimeException e) {
      // When it became invalid cannot be read: then it was never good.
      return Instant.EPOCH;
    }
  }

  private static boolean isAuthentic(X509CRL list, X509Certificate issuer) {
    if (!Arrays.equals(
            list.getIssuerX500Principal().getEncoded(),
            issuer.getSubjectX500Principal().getEncoded())
        || !SignatureAlgorithms.isAcceptable(list.getSigAlgOID(), list.getSigAlgParams())) {
      return false;
    }
    try {
      list.verify(issuer.getPublicKey(), Providers.bouncyCastle());
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }
}
