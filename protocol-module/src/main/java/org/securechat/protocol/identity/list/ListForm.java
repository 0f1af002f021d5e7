package org.securechat.protocol.identity.list;

import java.math.BigInteger;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.TBSCertList;

/**
 * What a list says of itself (PROTOCOL.md §6.3): for which certificates it is, and whether there is
 * nothing in it that must be understood and is not. The same at login and for evidence, so that no
 * server judges by a list that a verifier refuses. Says nothing of its signature. Immutable.
 *
 * @param fault why it does not count as complete for what it is for; empty if it does
 * @param scope which certificates it is for
 * @param number its number (RFC 5280 §5.2.3), if it has one
 * @param base of a delta list, the least number of its base (RFC 5280 §5.2.4)
 * @param entries how many certificates it names
 */
public record ListForm(
    Optional<ListFault> fault,
    ListScope scope,
    Optional<BigInteger> number,
    Optional<BigInteger> base,
    int entries) {
  private static final ListForm UNREADABLE =
      new ListForm(
          Optional.of(ListFault.UNKNOWN_FORM),
          ListScope.EVERYTHING,
          Optional.empty(),
          Optional.empty(),
          0);

  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
      Set.of(
          Extension.cRLNumber,
          Extension.authorityKeyIdentifier,
          Extension.issuingDistributionPoint,
          Extension.deltaCRLIndicator);

  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD_IN_ENTRIES =
      Set.of(Extension.invalidityDate, Extension.reasonCode, Extension.certificateIssuer);

  /** Reads a list; of what cannot be read that is said. Takes a while for a long one. */
  public static ListForm of(X509CRL list) {
    try {
      return of(CertificateList.getInstance(list.getEncoded()).getTBSCertList());
    } catch (CRLException | RuntimeException e) {
      // Parsers of malformed lists throw exceptions of any type.
      return UNREADABLE;
    }
  }

  private static ListForm of(TBSCertList body) {
    Extensions extensions = body.getExtensions();
    IssuingPoint point = IssuingPoint.of(extensions);
    Entries entries = Entries.of(body.getRevokedCertificateEnumeration());
    Optional<BigInteger> base = integer(extensions, Extension.deltaCRLIndicator);
    boolean exact =
        ExactTime.is(body.getThisUpdate())
            && (body.getNextUpdate() == null || ExactTime.is(body.getNextUpdate()));
    Optional<ListFault> fault =
        first(
            List.of(
                when(!exact, ListFault.UNKNOWN_FORM),
                when(!isUnderstood(extensions, UNDERSTOOD), ListFault.UNKNOWN_EXTENSION),
                entries.fault,
                point.fault(),
                when(has(extensions, Extension.deltaCRLIndicator), ListFault.DELTA)));
    return new ListForm(
        fault, point.scope(), integer(extensions, Extension.cRLNumber), base, entries.count);
  }

  private static Optional<ListFault> first(List<Optional<ListFault>> faults) {
    return faults.stream().flatMap(Optional::stream).findFirst();
  }

  private static Optional<ListFault> when(boolean holds, ListFault fault) {
    return holds ? Optional.of(fault) : Optional.empty();
  }

  private static boolean has(Extensions extensions, ASN1ObjectIdentifier oid) {
    return extensions != null && extensions.getExtension(oid) != null;
  }

  private static boolean isUnderstood(Extensions extensions, Set<ASN1ObjectIdentifier> understood) {
    return extensions == null
        || understood.containsAll(Arrays.asList(extensions.getCriticalExtensionOIDs()));
  }

  private static Optional<BigInteger> integer(Extensions extensions, ASN1ObjectIdentifier oid) {
    try {
      return has(extensions, oid)
          ? Optional.of(
              ASN1Integer.getInstance(extensions.getExtensionParsedValue(oid)).getPositiveValue())
          : Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** What is in the entries. */
  private record Entries(Optional<ListFault> fault, int count) {
    static Entries of(Enumeration<?> all) {
      Set<Object> serials = new HashSet<>();
      Set<ListFault> faults = new LinkedHashSet<>();
      int count = 0;
      while (all.hasMoreElements()) {
        TBSCertList.CRLEntry entry = TBSCertList.CRLEntry.getInstance(all.nextElement());
        count++;
        Extensions extensions = entry.getExtensions();
        // PROTOCOL.md §6.3: readers of a serial number that is there twice take the one or the
        // other.
        if (!serials.add(entry.getUserCertificate())) {
          faults.add(ListFault.TWICE);
        }
        if (!ExactTime.is(entry.getRevocationDate())) {
          faults.add(ListFault.UNKNOWN_FORM);
        }
        if (has(extensions, Extension.certificateIssuer)) {
          faults.add(ListFault.INDIRECT);
        }
        if (!isUnderstood(extensions, UNDERSTOOD_IN_ENTRIES)) {
          faults.add(ListFault.UNKNOWN_EXTENSION);
        }
      }
      return new Entries(faults.stream().findFirst(), count);
    }
  }
}
