package org.securechat.client.attack.modern;

import static org.securechat.protocol.wire.AlertCode.BAD_CERTIFICATE;
import static org.securechat.protocol.wire.AlertCode.BAD_FRAME;
import static org.securechat.protocol.wire.AlertCode.BAD_SIGNATURE;
import static org.securechat.protocol.wire.AlertCode.CERTIFICATE_EXPIRED;
import static org.securechat.protocol.wire.AlertCode.CERTIFICATE_REVOKED;
import static org.securechat.protocol.wire.AlertCode.UNKNOWN_AUTHORITY;
import static org.securechat.protocol.wire.AlertCode.UNSUPPORTED;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.attack.certificate.MaliciousCertificateFactory;
import org.securechat.client.attack.certificate.UnrelatedKeySigner;
import org.securechat.client.attack.client.WellBehavedClient;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.client.pki.CertificateKind;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/** Certificates that must not open a connection, and one of another user. */
final class CertificateAttacks {
  private static final Duration DAY = Duration.ofDays(1);

  private CertificateAttacks() {}

  static List<Scenario> all() {
    return List.of(
        shown(
            "certificate-self-signed",
            "a certificate for the account, signed by its own key",
            Expected.alert(UNKNOWN_AUTHORITY),
            attacker -> MaliciousCertificateFactory.selfSigned(attacker.target())),
        shown(
            "certificate-unknown-authority",
            "a certificate from an authority of the right name with another key",
            Expected.alert(UNKNOWN_AUTHORITY),
            attacker -> MaliciousCertificateFactory.fromImpostorCa(attacker.target())),
        shown(
            "certificate-expired",
            "a certificate that expired yesterday",
            Expected.alert(CERTIFICATE_EXPIRED),
            CertificateAttacks::expired),
        shown(
            "certificate-not-yet-valid",
            "a certificate that is valid from tomorrow on",
            Expected.alert(CERTIFICATE_EXPIRED),
            CertificateAttacks::notYetValid),
        shown(
            "certificate-revoked",
            "a certificate that has just been revoked",
            Expected.alert(CERTIFICATE_REVOKED),
            CertificateAttacks::revoked),
        shown(
            "certificate-for-servers",
            "a server's certificate as a client's",
            Expected.alert(BAD_CERTIFICATE),
            attacker -> ofKind(attacker, CertificateKind.SERVER)),
        shown(
            "certificate-for-receipts",
            "a receipt signer's certificate as a client's",
            Expected.alert(BAD_CERTIFICATE),
            attacker -> ofKind(attacker, CertificateKind.RECEIPT)),
        shown(
            "certificate-of-authority",
            "the authority's own certificate as a client's",
            Expected.alert(BAD_CERTIFICATE),
            attacker -> attacker.certificateFactory().authoritysOwn()),
        Scenario.of(
            "certificate-stolen",
            "a good certificate without its key",
            Expected.alert(BAD_SIGNATURE),
            CertificateAttacks::stolen),
        Scenario.of(
            "certificate-proof-reused",
            "a good certificate and key, but a proof made for another handshake",
            Expected.alert(BAD_SIGNATURE),
            CertificateAttacks::proofReused),
        Scenario.of(
            "certificate-other-scheme",
            "a proof that claims another signature scheme than the key has",
            Expected.alert(UNSUPPORTED),
            CertificateAttacks::otherScheme),
        Scenario.of(
            "certificate-altered",
            "a good certificate with a bit changed",
            Expected.alert(BAD_CERTIFICATE, UNKNOWN_AUTHORITY),
            CertificateAttacks::altered),
        Scenario.of(
            "certificate-none",
            "an empty chain",
            Expected.alert(BAD_CERTIFICATE, BAD_FRAME),
            attacker -> chain(attacker, "a chain of no certificates", List.of())),
        Scenario.of(
            "certificate-garbage",
            "a chain of something else than certificates",
            Expected.alert(BAD_CERTIFICATE),
            attacker -> chain(attacker, "a chain of 64 zero bytes", List.of(new byte[64]))),
        Scenario.of(
            "certificate-long-chain",
            "a chain that is longer than allowed",
            Expected.alert(BAD_FRAME, BAD_CERTIFICATE),
            CertificateAttacks::longChain));
  }

  private interface Forgery {
    Credentials make(Attacker attacker) throws ClientException, IOException;
  }

  /** A handshake by the rules in all but the certificate. */
  private static Scenario shown(String id, String does, Expected expected, Forgery forgery) {
    return Scenario.of(
        id,
        does,
        expected,
        attacker -> {
          Credentials forged = forgery.make(attacker);
          try (WellBehavedClient session = attacker.shakeHands(forged)) {
            attacker.sends("a correct handshake with " + does + ", and a ping");
            return session.attempt(Request.Ping::new);
          }
        });
  }

  private static Credentials expired(Attacker attacker) throws ClientException {
    return attacker
        .certificateFactory()
        .ownAccount(
            MaliciousCertificateFactory.order("expired", CertificateKind.CLIENT)
                .withValidity(DAY.negated()));
  }

  private static Credentials notYetValid(Attacker attacker) throws ClientException {
    return attacker
        .certificateFactory()
        .ownAccount(
            MaliciousCertificateFactory.order("not-yet-valid", CertificateKind.CLIENT)
                .withNotBefore(attacker.target().clock().instant().plus(DAY)));
  }

  private static Credentials revoked(Attacker attacker) throws ClientException {
    MaliciousCertificateFactory factory = attacker.certificateFactory();
    Credentials revoked =
        factory.ownAccount(MaliciousCertificateFactory.order("revoked", CertificateKind.CLIENT));
    factory.revoke("attack-revoked");
    return revoked;
  }

  private static Credentials ofKind(Attacker attacker, CertificateKind kind)
      throws ClientException {
    return attacker
        .certificateFactory()
        .ownAccount(MaliciousCertificateFactory.order(kind.label(), kind));
  }

  private static Reaction stolen(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    Credentials victim = attacker.target().credentials();
    try (ScriptedHandshake handshake = ScriptedHandshake.greet(attacker)) {
      attacker.sends(
          "the certificate of " + attacker.target().user() + ", and another key's proof");
      handshake.certificate(victim.encodedChain());
      handshake.verify(
          victim.scheme().wireName(), UnrelatedKeySigner.sign(victim, handshake.toBeSigned()));
      return handshake.finished(handshake.mac()).reaction();
    }
  }

  private static Reaction proofReused(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    Credentials own = attacker.target().credentials();
    byte[] proof;
    try (ScriptedHandshake earlier = ScriptedHandshake.greet(attacker)) {
      proof = own.sign(earlier.certificate(own.encodedChain()).toBeSigned());
    }
    try (ScriptedHandshake handshake = ScriptedHandshake.greet(attacker)) {
      attacker.sends("the proof of one handshake in another");
      handshake.certificate(own.encodedChain()).verify(own.scheme().wireName(), proof);
      return handshake.finished(handshake.mac()).reaction();
    }
  }

  private static Reaction otherScheme(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    Credentials own = attacker.target().credentials();
    SignatureScheme claimed =
        own.scheme() == SignatureScheme.ED25519
            ? SignatureScheme.RSA_PSS_RSAE_SHA256
            : SignatureScheme.ED25519;
    try (ScriptedHandshake handshake = ScriptedHandshake.greet(attacker)) {
      attacker.sends("a good proof that says it is by " + claimed.wireName());
      handshake.certificate(own.encodedChain());
      handshake.verify(claimed.wireName(), own.sign(handshake.toBeSigned()));
      return handshake.finished(handshake.mac()).reaction();
    }
  }

  private static Reaction altered(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    byte[] leaf = attacker.target().credentials().encodedChain().get(0);
    leaf[leaf.length - 1] ^= 1;
    return chain(
        attacker, "a certificate with the last bit of its signature changed", List.of(leaf));
  }

  private static Reaction longChain(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    byte[] leaf = attacker.target().credentials().encodedChain().get(0);
    int length = Limits.MAX_CHAIN_CERTIFICATES + 1;
    return chain(
        attacker, "a chain of " + length + " certificates", Collections.nCopies(length, leaf));
  }

  /** Shows a chain, and proves to hold the account's key. */
  private static Reaction chain(Attacker attacker, String what, List<byte[]> chain)
      throws ClientException, IOException, ProtocolException {
    try (ScriptedHandshake handshake = ScriptedHandshake.greet(attacker)) {
      attacker.sends(what);
      handshake.certificate(chain).verify(attacker.target().credentials());
      return handshake.finished(handshake.mac()).reaction();
    }
  }
}
