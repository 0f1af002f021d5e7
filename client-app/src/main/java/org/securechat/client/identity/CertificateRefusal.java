package org.securechat.client.identity;

import java.util.Optional;
import org.securechat.protocol.wire.AlertCode;

/**
 * Why a certificate is refused and what to do, in the same words whether the refusal has happened
 * or is foretold.
 *
 * @param why as the rest of a sentence
 * @param remedy a sentence or more
 */
public record CertificateRefusal(String why, String remedy) {
  private static final String RENEW =
      "Get a new certificate, for example with 'securechat pki issue NAME --force'.";

  /**
   * Of a user's certificate, by a server.
   *
   * @param missingIssuer whose certificate is missing from the chain, if that is known
   */
  public static Optional<CertificateRefusal> ofUsers(
      AlertCode alert, Optional<String> missingIssuer) {
    return Optional.ofNullable(
        switch (alert) {
          case CERTIFICATE_EXPIRED ->
              new CertificateRefusal("your certificate has expired, or is not valid yet", RENEW);
          case CERTIFICATE_REVOKED -> new CertificateRefusal("your certificate is revoked", RENEW);
          case REVOCATION_UNKNOWN ->
              new CertificateRefusal(
                  "it has no current revocation list to judge your certificate by",
                  "Its operator renews the list, for example with 'securechat pki crl'.");
          case UNKNOWN_AUTHORITY ->
              missingIssuer
                  .map(issuer -> incomplete("your", issuer, "the file of your certificate"))
                  .orElseGet(() ->
                      new CertificateRefusal(
                          "it does not know the authority that issued your certificate",
                          "Use a certificate of the server's authority (--pki, --cert and --key),"
                              + " or ask its operator to add yours."));
          case BAD_CERTIFICATE ->
              new CertificateRefusal(
                  "your certificate is not fit for logging in",
                  "It needs the key usage digitalSignature and the extended key usage clientAuth;"
                      + " 'securechat pki issue NAME' makes one.");
          default -> null;
        });
  }

  /** Of a server's certificate, by its clients and their users. */
  public static Optional<CertificateRefusal> ofServers(
      AlertCode alert, Optional<String> missingIssuer) {
    return Optional.ofNullable(
        switch (alert) {
          case CERTIFICATE_EXPIRED ->
              new CertificateRefusal(
                  "its certificate has expired, or is not valid yet",
                  "Tell its operator, who has to get a new one. If it is valid now, this machine's"
                      + " clock is wrong.");
          case CERTIFICATE_REVOKED ->
              new CertificateRefusal(
                  "its certificate is revoked", "Tell its operator, who has to get a new one.");
          case REVOCATION_UNKNOWN ->
              new CertificateRefusal(
                  "there is no current revocation list to judge its certificate by",
                  "Get a current crl.pem ('securechat pki crl' makes one) and name it with --crl.");
          case UNKNOWN_AUTHORITY ->
              missingIssuer
                  .map(issuer -> incomplete("its", issuer, "the file of the certificate"))
                  .orElseGet(() ->
                      new CertificateRefusal(
                          "you do not trust the authority that issued its certificate",
                          "Check --server. If it is the right server, name its authority's"
                              + " certificate (ca.pem) with --ca."));
          default -> null;
        });
  }

  /** The chain breaks off below an issuer that is not in it. */
  private static CertificateRefusal incomplete(String whose, String issuer, String file) {
    return new CertificateRefusal(
        whose
            + " chain is incomplete: the certificate of its issuing authority '"
            + issuer
            + "' is missing",
        "Append the issuing CA's certificate to "
            + file
            + ", or, if that is the root, use a certificate of an authority that is trusted.");
  }
}
