package org.securechat.client.attack.classic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.attack.certificate.MaliciousCertificateFactory;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;
import org.securechat.protocol.classic.ClassicCertificate;
import org.securechat.protocol.json.Json;

/** Certificates that must open neither endpoint. All but one have RSA keys. */
final class ClassicCertificateAttacks {
  private static final Duration DAY = Duration.ofDays(1);

  private ClassicCertificateAttacks() {}

  /** What is shown in place of a good certificate, as the line has it. */
  private interface Shown {
    String text(Attacker attacker) throws ClientException, IOException;
  }

  private interface Forgery {
    X509Certificate make(Attacker attacker) throws ClientException, IOException;
  }

  static List<Scenario> at(ClassicEndpointKind endpoint) {
    return List.of(
        forged(
            endpoint,
            "self-signed",
            "a certificate for the account, signed by its own key",
            attacker -> attacker.selfSignedRsa().leaf()),
        forged(
            endpoint,
            "unknown-authority",
            "a certificate from an authority of the right name with another key",
            attacker -> attacker.rsaFromImpostorCa().leaf()),
        forged(
            endpoint,
            "expired",
            "a certificate that expired yesterday",
            attacker -> issued(attacker, order("expired").withValidity(DAY.negated()))),
        forged(
            endpoint,
            "not-yet-valid",
            "a certificate that is valid from tomorrow on",
            ClassicCertificateAttacks::notYetValid),
        forged(
            endpoint,
            "revoked",
            "a certificate that has just been revoked",
            ClassicCertificateAttacks::revoked),
        forged(
            endpoint,
            "for-servers",
            "a server's certificate as a client's",
            attacker -> ofKind(attacker, CertificateKind.SERVER)),
        forged(
            endpoint,
            "for-receipts",
            "a receipt signer's certificate as a client's",
            attacker -> ofKind(attacker, CertificateKind.RECEIPT)),
        forged(
            endpoint,
            "of-authority",
            "the authority's own certificate as a client's",
            attacker -> attacker.certificateFactory().authoritysOwn().leaf()),
        forged(
            endpoint,
            "not-rsa",
            "a good certificate with a key that is not RSA",
            attacker ->
                issued(
                    attacker,
                    MaliciousCertificateFactory.order("ec", CertificateKind.CLIENT, KeyKind.P256))),
        forged(
            endpoint,
            "altered",
            "a good certificate with a bit of its signature changed",
            ClassicCertificateAttacks::altered),
        shown(
            endpoint,
            "der",
            "a good certificate as DER in place of PEM",
            attacker -> Json.base64(der(attacker.rsa().leaf()))),
        shown(
            endpoint,
            "garbage",
            "something else in place of a certificate",
            attacker -> Json.base64("garbage".getBytes(StandardCharsets.US_ASCII))),
        shown(
            endpoint,
            "no-base",
            "a good certificate as PEM that is not in base64",
            attacker -> pem(attacker)),
        shown(endpoint, "empty", "a certificate of no bytes", attacker -> ""));
  }

  private static Scenario forged(
      ClassicEndpointKind endpoint, String id, String does, Forgery forgery) {
    return shown(endpoint, id, does, attacker -> ClassicCertificate.encode(forgery.make(attacker)));
  }

  /** A greeting by the rules in all but the certificate. */
  private static Scenario shown(ClassicEndpointKind endpoint, String id, String does, Shown shown) {
    return Scenario.of(
        endpoint.id("certificate-" + id),
        endpoint.does(does),
        Expected.ended("BAD_CERT"),
        attacker -> {
          String text = shown.text(attacker);
          try (LineConnection connection = LineConnection.to(endpoint, attacker)) {
            attacker.sends(does);
            connection.say(endpoint.greeting(text));
            return Replies.ending(connection);
          }
        });
  }

  private static CertificateOrder order(String name) {
    return MaliciousCertificateFactory.order(name, CertificateKind.CLIENT, KeyKind.RSA2048);
  }

  private static X509Certificate issued(Attacker attacker, CertificateOrder order)
      throws ClientException {
    return attacker.certificateFactory().ownAccount(order).leaf();
  }

  private static X509Certificate notYetValid(Attacker attacker) throws ClientException {
    return issued(
        attacker,
        order("not-yet-valid").withNotBefore(attacker.target().clock().instant().plus(DAY)));
  }

  private static X509Certificate revoked(Attacker attacker) throws ClientException {
    X509Certificate revoked = issued(attacker, order("revoked"));
    attacker.certificateFactory().revoke("attack-revoked");
    return revoked;
  }

  private static X509Certificate ofKind(Attacker attacker, CertificateKind kind)
      throws ClientException {
    return issued(attacker, MaliciousCertificateFactory.order(kind.label(), kind, KeyKind.RSA2048));
  }

  private static X509Certificate altered(Attacker attacker) throws ClientException {
    byte[] der = der(attacker.rsa().leaf());
    der[der.length - 1] ^= 1;
    try {
      return ClassicCertificate.decode(der);
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(Attacker attacker) throws ClientException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Json.base64(der(attacker.rsa().leaf()))
        + "\n-----END CERTIFICATE-----\n";
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
