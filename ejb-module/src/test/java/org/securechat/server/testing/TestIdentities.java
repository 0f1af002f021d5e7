package org.securechat.server.testing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.protocol.wire.ProtocolException;

/** Peers whose certificates were issued in memory and accepted by the real rules. */
public final class TestIdentities {
  // One time for the certificates and for the rules that accept them.
  @SuppressWarnings("TimeInStaticInitializer")
  private static final Instant NOW = Instant.now();

  private static final X500Name AUTHORITY = new X500Name("CN=Test Authority");
  private static final KeyPair AUTHORITY_KEYS = keys();
  private static final X509Certificate ROOT = root();

  private TestIdentities() {}

  /** A certificate with that common name and no other. */
  public static PeerIdentity named(String commonName) {
    return peer(commonName);
  }

  /** A certificate of Somebody with an rfc822Name. */
  public static PeerIdentity mailed(String email) {
    return peer("Somebody", new GeneralName(GeneralName.rfc822Name, email));
  }

  /** A certificate that states a common name and an rfc822Name. */
  public static PeerIdentity mailed(String commonName, String email) {
    return peer(commonName, new GeneralName(GeneralName.rfc822Name, email));
  }

  /** A certificate that states a common name and a userPrincipalName. */
  public static PeerIdentity principal(String commonName, String upn) {
    OtherName name =
        new OtherName(new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), new DERUTF8String(upn));
    return peer(commonName, new GeneralName(GeneralName.otherName, name));
  }

  private static PeerIdentity peer(String commonName, GeneralName... names) {
    KeyPair keys = keys();
    X509v3CertificateBuilder builder = builder(new X500Name("CN=" + commonName), keys);
    try {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      if (names.length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      }
      return new CertificateRules(
              List.of(ROOT),
              RevocationSource.none(),
              RevocationPolicy.ALLOW,
              Clock.fixed(NOW, ZoneOffset.UTC))
          .verify(List.of(sign(builder)), Purpose.CLIENT);
    } catch (CertIOException | ProtocolException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate root() {
    X509v3CertificateBuilder builder = builder(AUTHORITY, AUTHORITY_KEYS);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
    return sign(builder);
  }

  private static X509v3CertificateBuilder builder(X500Name subject, KeyPair keys) {
    return new X509v3CertificateBuilder(
        AUTHORITY,
        new BigInteger(64, Providers.random()).add(BigInteger.ONE),
        Date.from(NOW.minus(Duration.ofDays(1))),
        Date.from(NOW.plus(Duration.ofDays(1))),
        subject,
        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("Ed25519")
                      .setProvider(Providers.bouncyCastle())
                      .build(AUTHORITY_KEYS.getPrivate())));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    return Providers.keyPairGenerator("Ed25519").generateKeyPair();
  }
}
