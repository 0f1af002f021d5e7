package org.securechat.client.attack.classic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.attack.Attacker;
import org.securechat.client.attack.Expected;
import org.securechat.client.attack.Forger;
import org.securechat.client.attack.Scenario;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;
import org.securechat.protocol.classic.ClassicCertificate;
import org.securechat.protocol.json.Json;

/** Certificates that must open neither endpoint. All but one have RSA keys. */
final class CertificateTable {
  private static final Duration DAY = Duration.ofDays(1);

  private CertificateTable() {}

  /** What is shown in place of a good certificate, as the line has it. */
  private interface Shown {
    String text(Attacker attacker) throws ClientException, IOException;
  }

  private interface Forgery {
    X509Certificate make(Attacker attacker) throws ClientException, IOException;
  }

  static List<Scenario> at(Door door) {
    return List.of(
        forged(
            door,
            "self-signed",
            "a certificate for the account, signed by its own key",
            attacker -> attacker.selfSignedRsa().leaf()),
        forged(
            door,
            "unknown-authority",
            "a certificate from an authority of the right name with another key",
            attacker -> attacker.rsaFromNamesake().leaf()),
        forged(
            door,
            "expired",
            "a certificate that expired yesterday",
            attacker -> issued(attacker, order("expired").withValidity(DAY.negated()))),
        forged(
            door,
            "not-yet-valid",
            "a certificate that is valid from tomorrow on",
            CertificateTable::notYetValid),
        forged(
            door, "revoked", "a certificate that has just been revoked", CertificateTable::revoked),
        forged(
            door,
            "for-servers",
            "a server's certificate as a client's",
            attacker -> ofKind(attacker, CertificateKind.SERVER)),
        forged(
            door,
            "for-receipts",
            "a receipt signer's certificate as a client's",
            attacker -> ofKind(attacker, CertificateKind.RECEIPT)),
        forged(
            door,
            "of-authority",
            "the authority's own certificate as a client's",
            attacker -> attacker.forger().authoritysOwn().leaf()),
        forged(
            door,
            "not-rsa",
            "a good certificate with a key that is not RSA",
            attacker -> issued(attacker, Forger.order("ec", CertificateKind.CLIENT, KeyKind.P256))),
        forged(
            door,
            "altered",
            "a good certificate with a bit of its signature changed",
            CertificateTable::altered),
        shown(
            door,
            "der",
            "a good certificate as DER in place of PEM",
            attacker -> Json.base64(der(attacker.rsa().leaf()))),
        shown(
            door,
            "garbage",
            "something else in place of a certificate",
            attacker -> Json.base64("garbage".getBytes(StandardCharsets.US_ASCII))),
        shown(
            door,
            "no-base",
            "a good certificate as PEM that is not in base64",
            attacker -> pem(attacker)),
        shown(door, "empty", "a certificate of no bytes", attacker -> ""));
  }

  private static Scenario forged(Door door, String id, String does, Forgery forgery) {
    return shown(door, id, does, attacker -> ClassicCertificate.encode(forgery.make(attacker)));
  }

  /** A greeting by the rules in all but the certificate. */
  private static Scenario shown(Door door, String id, String does, Shown shown) {
    return Scenario.of(
        door.id("certificate-" + id),
        door.does(does),
        Expected.ended("BAD_CERT"),
        attacker -> {
          String text = shown.text(attacker);
          try (LineConnection connection = LineConnection.to(door, attacker)) {
            attacker.sends(does);
            connection.say(door.greeting(text));
            return Replies.ending(connection);
          }
        });
  }

  private static CertificateOrder order(String name) {
    return Forger.order(name, CertificateKind.CLIENT, KeyKind.RSA2048);
  }

  private static X509Certificate issued(Attacker attacker, CertificateOrder order)
      throws ClientException {
    return attacker.forger().ownAccount(order).leaf();
  }

  private static X509Certificate notYetValid(Attacker attacker) throws ClientException {
    return issued(
        attacker,
        order("not-yet-valid").withNotBefore(attacker.target().clock().instant().plus(DAY)));
  }

  private static X509Certificate revoked(Attacker attacker) throws ClientException {
    X509Certificate revoked = issued(attacker, order("revoked"));
    attacker.forger().revoke("attack-revoked");
    return revoked;
  }

  private static X509Certificate ofKind(Attacker attacker, CertificateKind kind)
      throws ClientException {
    return issued(attacker, Forger.order(kind.label(), kind, KeyKind.RSA2048));
  }

  private static X509Certificate altered(Attacker attacker) throws ClientException {
    byte[] der = der(attacker.rsa().leaf());
    der[der.length - 1] ^= 1;
    try {
      return ClassicCertificate.decode(der);
    } catch (CertificateException unreadable) {
      throw new IllegalStateException(unreadable);
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
    } catch (CertificateException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
