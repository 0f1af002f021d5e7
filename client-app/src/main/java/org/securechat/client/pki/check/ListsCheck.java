package org.securechat.client.pki.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.identity.NameBytes;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.list.ListFault;

/** Judges the revocation lists of a folder. Whether each certificate has one is judged with it. */
final class ListsCheck {
  private static final String RENEW =
      "Get the newest list from its authority ('securechat pki crl' makes one for an authority of"
          + " 'securechat pki').";

  private final Path file;
  private final Expectations expected;
  private final List<X509Certificate> issuers;

  ListsCheck(Path file, Expectations expected, List<X509Certificate> issuers) {
    this.file = file;
    this.expected = expected;
    this.issuers = issuers;
  }

  List<Finding> run() {
    if (!Files.exists(file)) {
      return expected.policy() == RevocationPolicy.ALLOW
          ? List.of(Finding.good(file, "is missing, and no list is asked for"))
          : List.of(Finding.error(file, "is missing: there is no revocation list", RENEW));
    }
    List<Finding> findings = new ArrayList<>();
    try {
      for (X509CRL list : PemFiles.crls(file)) {
        findings.add(judge(list));
      }
    } catch (IOException e) {
      findings.add(Finding.error(file, "cannot be read: " + e.getMessage(), RENEW));
    }
    return findings;
  }

  private Finding judge(X509CRL list) {
    String name = "the list of " + list.getIssuerX500Principal().getName();
    List<Optional<ListFault>> faults =
        issuers.stream()
            .filter(issuer -> NameBytes.isNamedBy(issuer, list))
            .map(issuer -> RevocationLists.fault(list, issuer))
            .toList();
    if (faults.isEmpty()) {
      return Finding.warning(
          file,
          "has " + name + ", and no authority that is known here has that name",
          "It counts for nothing. Is the chain complete, and ca.pem the right one?");
    }
    return faults.stream().anyMatch(Optional::isEmpty)
        ? byTime(list, name)
        : byFault(faults.getLast().orElseThrow(), name);
  }

  private Finding byFault(ListFault fault, String name) {
    String what = "has " + name + ", which does not count: " + fault.text();
    return fault.addsToOthers()
        ? Finding.warning(file, what, "A complete list has to be there as well.")
        : Finding.error(file, what, RENEW);
  }

  private Finding byTime(X509CRL list, String name) {
    Instant now = expected.clock().instant();
    if (RevocationLists.isCurrent(list, now)) {
      Instant end = list.getNextUpdate().toInstant();
      return end.isBefore(now.plus(expected.notice()))
          ? Finding.warning(file, "has " + name + ", which ends at " + end, RENEW)
          : Finding.good(file, "has " + name + ", until " + end);
    }
    return list.getThisUpdate().toInstant().isAfter(now)
        ? Finding.error(file, "has " + name + ", which is of the future", "Check the clock.")
        : Finding.error(
            file,
            "has "
                + name
                + ", which is too old: the next one was due "
                + (list.getNextUpdate() == null ? "at no time" : list.getNextUpdate().toInstant()),
            RENEW);
  }
}
