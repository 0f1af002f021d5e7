package org.securechat.it.testbed;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.securechat.protocol.crypto.Providers;
import org.securechat.testkit.TestPki;

/**
 * An authority as products make it: its keys, its names, and a list with a critical
 * issuingDistributionPoint whose addresses stand in its certificates.
 */
public final class CorporateAuthority {
  /** What AD CS writes into each certificate to say which template it followed. */
  private static final ASN1ObjectIdentifier TEMPLATE =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.311.21.7");

  private static final ASN1ObjectIdentifier UPN =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");

  private final X500Name name;
  private final KeyPair keys;
  private final Optional<CorporateAuthority> above;
  private final List<String> addresses;
  private final X509Certificate certificate;

  private CorporateAuthority(
      String name, String key, Optional<CorporateAuthority> above, List<String> addresses)
      throws Exception {
    this.name = new X500Name(name);
    this.keys = TestPki.keys(key);
    this.above = above;
    this.addresses = List.copyOf(addresses);
    this.certificate = above.orElse(this).certify(this);
  }

  /** A root. */
  public static CorporateAuthority root(String name, String key) throws Exception {
    return new CorporateAuthority(name, key, Optional.empty(), List.of());
  }

  /**
   * One below this one.
   *
   * @param addresses of its list, in it and in its certificates; empty for a list for everything
   */
  public CorporateAuthority below(String name, String key, String... addresses) throws Exception {
    return new CorporateAuthority(name, key, Optional.of(this), List.of(addresses));
  }

  /** Its certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** Its certificate and those above, without the root's. */
  public List<X509Certificate> chain() {
    List<X509Certificate> chain = new ArrayList<>();
    CorporateAuthority next = this;
    while (next.above.isPresent()) {
      chain.add(next.certificate);
      next = next.above.get();
    }
    return chain;
  }

  /** A user principal name. */
  public static GeneralName upn(String text) {
    return new GeneralName(GeneralName.otherName, new OtherName(UPN, new DERUTF8String(text)));
  }

  /** A URI. */
  public static GeneralName uri(String text) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, text);
  }

  /** A certificate for a month. */
  public X509Certificate issue(
      PublicKey key, String subject, KeyPurposeId purpose, GeneralName... names) throws Exception {
    X509v3CertificateBuilder builder = builder(new X500Name(subject), key);
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    builder.addExtension(TEMPLATE, false, new DERUTF8String("SecureChat"));
    if (!addresses.isEmpty()) {
      DistributionPoint point = new DistributionPoint(point(), null, null);
      builder.addExtension(
          Extension.cRLDistributionPoints,
          false,
          new CRLDistPoint(new DistributionPoint[] {point}));
    }
    return signed(builder);
  }

  /** Its list, which names no certificate, for a month. */
  public X509CRL list() throws Exception {
    Instant now = Instant.now();
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(name, Date.from(now.minus(Duration.ofHours(1))));
    builder.setNextUpdate(Date.from(now.plus(Duration.ofDays(31))));
    builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.TEN));
    if (!addresses.isEmpty()) {
      builder.addExtension(
          Extension.issuingDistributionPoint,
          true,
          new IssuingDistributionPoint(point(), false, false, null, false, false));
    }
    return new JcaX509CRLConverter().getCRL(builder.build(signer()));
  }

  private DistributionPointName point() {
    return new DistributionPointName(
        new GeneralNames(
            addresses.stream().map(CorporateAuthority::uri).toArray(GeneralName[]::new)));
  }

  private X509Certificate certify(CorporateAuthority other) throws Exception {
    X509v3CertificateBuilder builder = builder(other.name, other.keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return signed(builder);
  }

  private X509v3CertificateBuilder builder(X500Name subject, PublicKey key) {
    Instant now = Instant.now();
    return new X509v3CertificateBuilder(
        name,
        new BigInteger(96, Providers.random()).add(BigInteger.ONE),
        Date.from(now.minus(Duration.ofMinutes(5))),
        Date.from(now.plus(Duration.ofDays(90))),
        subject,
        SubjectPublicKeyInfo.getInstance(key.getEncoded()));
  }

  private X509Certificate signed(X509v3CertificateBuilder builder) throws Exception {
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
  }

  private ContentSigner signer() throws Exception {
    String algorithm =
        switch (keys.getPublic()) {
          case RSAKey _ -> "SHA256withRSA";
          case ECKey ec ->
              ec.getParams().getOrder().bitLength() > 256 ? "SHA384withECDSA" : "SHA256withECDSA";
          default -> "Ed25519";
        };
    return new JcaContentSignerBuilder(algorithm)
        .setProvider(Providers.bouncyCastle())
        .build(keys.getPrivate());
  }
}
