package org.securechat.client.testkit;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.Credentials;
import org.securechat.testkit.TestPki;

/** An authority that is not ours, valid now: it issues what it is asked for. */
public final class CompanyAuthority {
  private final X500Name name;
  private final KeyPair keys;
  private X509Certificate certificate;

  private CompanyAuthority(String commonName) {
    this.name = new X500Name("CN=" + commonName + ",O=Example");
    this.keys = TestPki.keys("p256");
  }

  /** One that has issued its own certificate. */
  public static CompanyAuthority root(String commonName) throws Exception {
    CompanyAuthority root = new CompanyAuthority(commonName);
    root.certificate = root.issue(root);
    return root;
  }

  /** One whose certificate is issued by this one. */
  public CompanyAuthority below(String commonName) throws Exception {
    CompanyAuthority below = new CompanyAuthority(commonName);
    below.certificate = issue(below);
    return below;
  }

  /** Its certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** Its revocation list, which names no certificate, for a month. */
  public X509CRL list() throws Exception {
    Instant now = Instant.now();
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(name, Date.from(now.minus(Duration.ofHours(1))));
    builder.setNextUpdate(Date.from(now.plus(Duration.ofDays(31))));
    return new JcaX509CRLConverter()
        .getCRL(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private X509Certificate issue(CompanyAuthority other) throws Exception {
    return issue(
        other.name,
        SubjectPublicKeyInfo.getInstance(other.keys.getPublic().getEncoded()),
        List.of(
            Extension.create(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))),
        new BasicConstraints(true));
  }

  /** A certificate of somebody, for a year. */
  public X509Certificate issue(
      X500Name subject, SubjectPublicKeyInfo key, List<Extension> extensions) throws Exception {
    return issue(subject, key, extensions, new BasicConstraints(false));
  }

  /** The same for another time. */
  public X509Certificate issue(
      X500Name subject,
      SubjectPublicKeyInfo key,
      List<Extension> extensions,
      Instant start,
      Instant end)
      throws Exception {
    return issue(subject, key, extensions, new BasicConstraints(false), start, end);
  }

  /** Certificate and key of a user, for that time from an hour ago on. */
  public Credentials user(String name, Duration life) throws Exception {
    KeyPair own = TestPki.keys("p256");
    GeneralNames names =
        new GeneralNames(
            new GeneralName(GeneralName.uniformResourceIdentifier, "securechat:user:" + name));
    Instant start = Instant.now().minus(Duration.ofHours(1));
    X509Certificate certificate =
        issue(
            new X500Name("CN=" + name),
            SubjectPublicKeyInfo.getInstance(own.getPublic().getEncoded()),
            List.of(
                Extension.create(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)),
                Extension.create(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth)),
                Extension.create(Extension.subjectAlternativeName, false, names)),
            start,
            start.plus(life));
    return new Credentials(List.of(certificate, this.certificate), own.getPrivate());
  }

  /** Certificate and key of an HTTPS server on this machine. */
  public Credentials httpsServer() throws Exception {
    KeyPair own = TestPki.keys("p256");
    GeneralName[] hosts = {
      new GeneralName(GeneralName.dNSName, "localhost"),
      new GeneralName(GeneralName.iPAddress, "127.0.0.1")
    };
    X509Certificate certificate =
        issue(
            new X500Name("CN=localhost"),
            SubjectPublicKeyInfo.getInstance(own.getPublic().getEncoded()),
            List.of(
                Extension.create(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)),
                Extension.create(
                    Extension.subjectAlternativeName, false, new GeneralNames(hosts))));
    return new Credentials(List.of(certificate, this.certificate), own.getPrivate());
  }

  private X509Certificate issue(
      X500Name subject,
      SubjectPublicKeyInfo key,
      List<Extension> extensions,
      BasicConstraints constraints)
      throws Exception {
    Instant now = Instant.now();
    return issue(
        subject,
        key,
        extensions,
        constraints,
        now.minus(Duration.ofHours(1)),
        now.plus(Duration.ofDays(365)));
  }

  private X509Certificate issue(
      X500Name subject,
      SubjectPublicKeyInfo key,
      List<Extension> extensions,
      BasicConstraints constraints,
      Instant start,
      Instant end)
      throws Exception {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            name,
            new BigInteger(64, Providers.random()).add(BigInteger.ONE),
            Date.from(start),
            Date.from(end),
            subject,
            key);
    builder.addExtension(Extension.basicConstraints, true, constraints);
    for (Extension extension : extensions) {
      builder.addExtension(extension);
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }
}
