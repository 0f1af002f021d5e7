package org.securechat.client.testkit;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.securechat.protocol.crypto.Providers;
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

  private X509Certificate issue(
      X500Name subject,
      SubjectPublicKeyInfo key,
      List<Extension> extensions,
      BasicConstraints constraints)
      throws Exception {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            name,
            new BigInteger(64, Providers.random()).add(BigInteger.ONE),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofDays(365))),
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
