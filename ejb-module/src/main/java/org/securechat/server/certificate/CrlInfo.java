package org.securechat.server.certificate;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import org.securechat.protocol.identity.RevocationDataException;
import org.securechat.protocol.identity.RevocationLists;

/**
 * A revocation list that the server has, as an administrator wants to see it.
 *
 * @param source {@code file}, {@code upload} or {@code distribution_point}
 * @param location the file's path or the address; empty for an upload
 * @param issuer whose list it says it is (RFC 2253)
 * @param number its number, if it has one
 * @param thisUpdate when it was issued
 * @param nextUpdate until when it is good; empty if it does not say, which counts as not at all
 * @param entries how many certificates it names
 * @param accepted whether a configured authority has signed it; lists of intermediate authorities
 *     are judged when a certificate of theirs is
 * @param current whether it is of the past and the next one is due in the future
 */
public record CrlInfo(
    Source source,
    String location,
    String issuer,
    Optional<String> number,
    Instant thisUpdate,
    Optional<Instant> nextUpdate,
    int entries,
    boolean accepted,
    boolean current) {

  /** Where the server has a list from. */
  public enum Source {
    /** The list file of the PKI folder. */
    FILE,
    /** An administrator. */
    UPLOAD,
    /** An address that certificates name (RFC 5280 §4.2.1.13). */
    DISTRIBUTION_POINT;

    /** The name in JSON. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static CrlInfo of(
      Source source,
      String location,
      X509CRL crl,
      Collection<X509Certificate> authorities,
      Instant now) {
    return new CrlInfo(
        source,
        location,
        crl.getIssuerX500Principal().getName(),
        RevocationLists.number(crl).map(Object::toString),
        crl.getThisUpdate().toInstant(),
        Optional.ofNullable(crl.getNextUpdate()).map(Date::toInstant),
        crl.getRevokedCertificates() == null ? 0 : crl.getRevokedCertificates().size(),
        authorities.stream().anyMatch(authority -> isOf(crl, authority)),
        RevocationLists.isCurrent(crl, now));
  }

  public static boolean isOf(X509CRL crl, X509Certificate authority) {
    try {
      RevocationLists.verify(crl, authority);
      return true;
    } catch (RevocationDataException e) {
      return false;
    }
  }
}
