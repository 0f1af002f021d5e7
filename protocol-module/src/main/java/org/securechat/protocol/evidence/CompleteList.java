package org.securechat.protocol.evidence;

import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.util.List;
import java.util.Set;

/**
 * Which revocation lists speak of all certificates of their issuer (PROTOCOL.md §11.2, 5): no delta
 * list, no partition, no list that speaks for other issuers, and nothing in it that must be
 * understood and is not.
 */
public final class CompleteList {
  private static final Set<String> UNDERSTOOD = Set.of("2.5.29.20", "2.5.29.35");

  /** Delta list, issuing distribution point: such a list is silent about some certificates. */
  private static final List<String> OF_PARTS = List.of("2.5.29.27", "2.5.29.28");

  private static final String CERTIFICATE_ISSUER = "2.5.29.29";
  private static final String INVALIDITY_DATE = "2.5.29.24";
  private static final Set<String> UNDERSTOOD_IN_ENTRIES = Set.of(INVALIDITY_DATE, "2.5.29.21");

  private CompleteList() {}

  /** Whether the list is one. Says nothing of its signature. */
  public static boolean is(X509CRL list) {
    Set<String> critical = list.getCriticalExtensionOIDs();
    if (OF_PARTS.stream().anyMatch(oid -> list.getExtensionValue(oid) != null)
        || (critical != null && !UNDERSTOOD.containsAll(critical))) {
      return false;
    }
    Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
    return entries == null || entries.stream().allMatch(CompleteList::isOfIssuer);
  }

  private static boolean isOfIssuer(X509CRLEntry entry) {
    Set<String> critical = entry.getCriticalExtensionOIDs();
    return entry.getExtensionValue(CERTIFICATE_ISSUER) == null
        && (critical == null || UNDERSTOOD_IN_ENTRIES.containsAll(critical));
  }
}
