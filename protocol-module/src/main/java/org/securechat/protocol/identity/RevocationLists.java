package org.securechat.protocol.identity;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1OctetString;
import org.securechat.protocol.identity.list.KnownList;
import org.securechat.protocol.identity.list.ListFault;
import org.securechat.protocol.identity.list.ListForm;

/**
 * When a revocation list counts (PROTOCOL.md §6, RFC 5280 §5 and §6.3): complete, of the issuer
 * itself, and signed by it. Stateless.
 */
public final class RevocationLists {
  private static final String INVALIDITY_DATE = "2.5.29.24";
  private static final int CRL_SIGN = 6;
  private static final byte[] PEM = "-----BEGIN".getBytes(StandardCharsets.US_ASCII);

  private RevocationLists() {}

  /**
   * Reads one list.
   *
   * @param content PEM or DER, nothing but one list
   * @throws RevocationDataException if it is something else; the signature is not looked at
   */
  public static X509CRL parse(byte[] content) throws RevocationDataException {
    try {
      Collection<? extends CRL> found =
          CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(content));
      if (found.size() != 1) {
        throw new RevocationDataException(found.size() + " revocation lists instead of one");
      }
      X509CRL crl = (X509CRL) found.iterator().next();
      if (!isPem(content) && crl.getEncoded().length != content.length) {
        throw new RevocationDataException("something follows the revocation list");
      }
      return crl;
    } catch (GeneralSecurityException | RuntimeException e) {
      // Parsers of malformed lists throw exceptions of any type.
      throw new RevocationDataException("not a revocation list", e);
    }
  }

  private static boolean isPem(byte[] content) {
    String start =
        new String(content, 0, Math.min(content.length, 4096), StandardCharsets.US_ASCII);
    return start.contains(new String(PEM, StandardCharsets.US_ASCII));
  }

  /**
   * Checks that a list is the issuer's, complete and understood; not its dates.
   *
   * @throws RevocationDataException saying what is wrong with it
   */
  public static void verify(X509CRL crl, X509Certificate issuer) throws RevocationDataException {
    Optional<ListFault> fault = fault(crl, issuer);
    if (fault.isPresent()) {
      throw new RevocationDataException(fault.get(), crl);
    }
  }

  /** Why a list does not count as an issuer's (PROTOCOL.md §6.3); empty if it does. */
  public static Optional<ListFault> fault(X509CRL crl, X509Certificate issuer) {
    return foreign(crl, issuer).or(() -> form(crl).fault());
  }

  /** Whether a list counts as an issuer's; not whether it is current. */
  public static boolean isAuthentic(X509CRL crl, X509Certificate issuer) {
    return fault(crl, issuer).isEmpty();
  }

  /** Why a list is not the issuer's at all, whatever it says. */
  private static Optional<ListFault> foreign(X509CRL crl, X509Certificate issuer) {
    if (!NameBytes.isNamedBy(issuer, crl)) {
      return Optional.of(ListFault.OTHER_ISSUER);
    }
    boolean[] usage = issuer.getKeyUsage();
    if (usage != null && !usage[CRL_SIGN]) {
      return Optional.of(ListFault.MAY_NOT_SIGN);
    }
    return KnownList.of(crl).isSignedBy(issuer, crl, IssuerSignatures::hasSigned)
        ? Optional.empty()
        : Optional.of(ListFault.BAD_SIGNATURE);
  }

  /**
   * Whether a list that is not complete is nevertheless the issuer's word on what it names: what is
   * on it is revoked, and about all else it is silent.
   */
  public static boolean addsToOthers(X509CRL crl, X509Certificate issuer) {
    return form(crl).fault().filter(ListFault::addsToOthers).isPresent()
        && foreign(crl, issuer).isEmpty();
  }

  /**
   * Whether a complete list has all that a delta list could add: it is for the same certificates
   * and at least as new.
   */
  public static boolean replaces(X509CRL complete, X509CRL delta) {
    ListForm form = form(complete);
    ListForm other = form(delta);
    return other.base().isPresent()
        && form.scope().equals(other.scope())
        && form.number().isPresent()
        && other.number().isPresent()
        && form.number().get().compareTo(other.number().get()) >= 0;
  }

  /**
   * Whether a complete list is the base of a delta list (RFC 5280 §5.2.4 and §6.3.3, c): for the
   * same certificates, and not older than the delta list takes for granted.
   */
  public static boolean isBase(X509CRL complete, X509CRL delta) {
    ListForm form = form(complete);
    ListForm other = form(delta);
    return form.fault().isEmpty()
        && form.scope().equals(other.scope())
        && other.base().isPresent()
        && form.number().filter(number -> number.compareTo(other.base().get()) >= 0).isPresent();
  }

  /** What a list says of itself. */
  public static ListForm form(X509CRL crl) {
    return KnownList.of(crl).form(crl);
  }

  /** Whether a complete list is for that certificate of its issuer (RFC 5280 §6.3.3, b, 2). */
  public static boolean covers(X509CRL crl, X509Certificate certificate) {
    return form(crl).scope().covers(certificate);
  }

  /** Whether a list was issued in the past and the next one is still to come. */
  public static boolean isCurrent(X509CRL crl, Instant now) {
    Date next = crl.getNextUpdate();
    return !crl.getThisUpdate().toInstant().isAfter(now)
        && next != null
        && next.toInstant().isAfter(now);
  }

  /** The list's number (RFC 5280 §5.2.3), which rises from list to list. */
  public static Optional<BigInteger> number(X509CRL crl) {
    return form(crl).number();
  }

  /**
   * Whether one list of an authority is older than another: by number if both have one and they
   * differ, by date otherwise.
   */
  public static boolean isOlder(X509CRL crl, X509CRL than) {
    Optional<BigInteger> number = number(crl);
    Optional<BigInteger> other = number(than);
    if (number.isPresent() && other.isPresent() && !number.equals(other)) {
      return number.get().compareTo(other.get()) < 0;
    }
    return crl.getThisUpdate().toInstant().isBefore(than.getThisUpdate().toInstant());
  }

  /**
   * From when on the certificate of an entry counts as revoked: its invalidity date, where that is
   * earlier than the revocation (RFC 5280 §5.3.2).
   */
  public static Instant effective(X509CRLEntry entry) {
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

  /** Whether a list speaks of all certificates that it is for; says nothing of its signature. */
  public static boolean isComplete(X509CRL crl) {
    return form(crl).fault().isEmpty();
  }
}
