package org.securechat.client.pki.check;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.securechat.client.identity.CertificateRefusal;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Why a chain will be refused, by the rules of those who will refuse it.
 *
 * @param what by whom and why, with the code of the refusal
 * @param remedy what to do; can be empty
 */
public record ChainVerdict(String what, String remedy) {

  /** Judges a chain; empty if it will be accepted. */
  public static Optional<ChainVerdict> of(
      CertificateRules rules, List<X509Certificate> chain, Purpose purpose) {
    try {
      rules.verify(chain, purpose);
      return Optional.empty();
    } catch (ProtocolException e) {
      return Optional.of(of(rules, chain, purpose, e));
    }
  }

  private static ChainVerdict of(
      CertificateRules rules,
      List<X509Certificate> chain,
      Purpose purpose,
      ProtocolException refusal) {
    Optional<String> missing = rules.missingIssuer(chain);
    Optional<CertificateRefusal> told =
        switch (purpose) {
          case CLIENT, CLASSIC_CLIENT -> CertificateRefusal.ofUsers(refusal.alert(), missing);
          case SERVER, RECEIPT -> CertificateRefusal.ofServers(refusal.alert(), missing);
        };
    String why =
        told.map(known -> known.why() + " (" + refusal.getMessage() + ")")
            .orElse(refusal.getMessage());
    return new ChainVerdict(
        refuser(purpose) + why + " [" + refusal.alert().code() + "]",
        told.map(CertificateRefusal::remedy).orElse(""));
  }

  private static String refuser(Purpose purpose) {
    return switch (purpose) {
      case CLIENT, CLASSIC_CLIENT -> "a server will refuse: ";
      case SERVER -> "clients will refuse: ";
      case RECEIPT -> "clients and verifiers will refuse: ";
    };
  }
}
