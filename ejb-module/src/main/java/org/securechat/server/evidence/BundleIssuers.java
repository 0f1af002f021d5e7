package org.securechat.server.evidence;

import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.NameBytes;
import org.securechat.server.ledger.TranscriptLedger;

/**
 * The certificates between those that signed something in a bundle and the authority. PROTOCOL.md
 * §11.1: all of the issuer's name, since an issuer's certificate can have been renewed. For one
 * thread and one bundle.
 */
final class BundleIssuers {
  private final TranscriptLedger ledger;
  private final List<X509Certificate> own;
  private final Set<String> done = new HashSet<>();
  private final Set<String> names = new HashSet<>();

  /**
   * Looks for issuers in the ledger and in the chain of the receipt key.
   *
   * @param own the key's chain
   * @param authorities the configured authorities, which belong into no bundle
   */
  BundleIssuers(
      TranscriptLedger ledger, List<X509Certificate> own, List<X509Certificate> authorities) {
    this.ledger = ledger;
    this.own = own.subList(1, own.size());
    authorities.forEach(authority -> done.add(DerCertificate.sha256(authority)));
  }

  /** Adds a certificate that signed something, and all that may have issued it, and so on. */
  void addTo(BundleWriter bundle, byte[] der) {
    bundle.certificate(der);
    DerCertificate.parse(der).ifPresent(certificate -> addIssuers(bundle, certificate));
  }

  private void addIssuers(BundleWriter bundle, X509Certificate certificate) {
    String name = NameBytes.issuer(certificate);
    if (!names.add(name)) {
      return;
    }
    Stream.concat(
            own.stream().filter(issuer -> NameBytes.subject(issuer).equals(name)),
            ledger.issuersOf(certificate).stream()
                .flatMap(der -> DerCertificate.parse(der).stream()))
        .filter(issuer -> done.add(DerCertificate.sha256(issuer)))
        .forEach(issuer -> {
          bundle.certificate(issuer);
          addIssuers(bundle, issuer);
        });
  }
}
