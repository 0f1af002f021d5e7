package org.securechat.server.receipt;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.protocol.identity.key.Passphrase;

/** A P-256 authority in memory. Its certificates are good today. */
public final class TestAuthority {
  public static final String SERVER_NAME = "chat.example.org";

  /** documentSigning (RFC 9336), for certificates that name the server. */
  static final KeyPurposeId RECEIPTS =
      KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.36"));

  private final KeyPair keys = keys();
  private final X500Name name;
  private final List<X509Certificate> issuers;
  private final X509Certificate certificate;

  /** One that issues its own certificate. */
  public TestAuthority() {
    this.name = new X500Name("CN=Test Authority");
    this.issuers = List.of();
    this.certificate = certify(keys, "Test Authority", null);
  }

  private TestAuthority(String name, TestAuthority above) {
    this.name = new X500Name("CN=" + name);
    this.certificate = above.certify(keys, name, null);
    this.issuers = Stream.concat(Stream.of(certificate), above.issuers.stream()).toList();
  }

  /** An issuing authority below this one. */
  public TestAuthority below(String issuing) {
    return new TestAuthority(issuing, this);
  }

  public Credentials issue(String subject, KeyPurposeId purpose) {
    return issue(keys(), subject, purpose);
  }

  /** For a key that the caller has made, of another kind perhaps. */
  public Credentials issue(KeyPair pair, String subject, KeyPurposeId purpose) {
    List<X509Certificate> chain =
        Stream.concat(Stream.of(certify(pair, subject, purpose)), issuers.stream()).toList();
    return new Credentials(chain, pair.getPrivate());
  }

  public CertificateRules rules() {
    return new CertificateRules(
        List.of(certificate), RevocationSource.none(), RevocationPolicy.ALLOW, Clock.systemUTC());
  }

  public List<X509Certificate> certificates() {
    return List.of(certificate);
  }

  /** A receipt key with its files in that folder. */
  public ReceiptSettings receiptKey(Path folder, String name) throws IOException {
    Credentials credentials = issue(name, RECEIPTS);
    Path key = folder.resolve(name + ".key");
    Path chain = folder.resolve(name + ".pem");
    PemFiles.writePrivateKey(key, credentials.privateKey());
    PemFiles.writeCertificates(chain, credentials.chain());
    if (issuers.isEmpty()) {
      PemFiles.writeCertificates(folder.resolve("ca.pem"), List.of(certificate));
    }
    return new ReceiptSettings(key, chain, Passphrase.none(), SERVER_NAME);
  }

  /** A list on which no certificate is, good today. */
  public X509CRL emptyList() {
    Instant now = Clock.systemUTC().instant();
    JcaX509v2CRLBuilder builder =
        new JcaX509v2CRLBuilder(certificate, Date.from(now.minus(Duration.ofHours(1))));
    builder.setNextUpdate(Date.from(now.plus(Duration.ofHours(1))));
    try {
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE));
      return new JcaX509CRLConverter()
          .getCRL(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA")
                      .setProvider(Providers.bouncyCastle())
                      .build(keys.getPrivate())));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = Providers.keyPairGenerator("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate certify(KeyPair pair, String subject, KeyPurposeId purpose) {
    Instant now = Clock.systemUTC().instant();
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(64, Providers.random()),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(Duration.ofHours(1))),
              new X500Name("CN=" + subject),
              pair.getPublic());
      if (purpose == null) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      } else {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        if (purpose.equals(RECEIPTS)) {
          GeneralName server =
              new GeneralName(
                  GeneralName.uniformResourceIdentifier, "securechat:server:" + SERVER_NAME);
          builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(server));
        }
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA")
                      .setProvider(Providers.bouncyCastle())
                      .build(keys.getPrivate())));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
