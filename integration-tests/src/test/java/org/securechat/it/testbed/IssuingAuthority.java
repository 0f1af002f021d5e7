package org.securechat.it.testbed;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;

/**
 * An authority below the one of a PKI folder, as a department or a card issuer has it. Its list is
 * of step-ca's shape: a critical issuingDistributionPoint with the address that its certificates
 * name.
 */
public final class IssuingAuthority {
  private static final String ADDRESS = "http://ca.example.org/1.0/crl";

  private final Credentials root;
  private byte[] others;
  private final KeyPair keys = keys();
  private final X509Certificate certificate;
  private long serial = 7_000;

  /**
   * Made by the authority in that folder, whose key is there. That authority permits none below it,
   * as it is made; so it gets another certificate first, for the same name and key.
   */
  public IssuingAuthority(Path pki, String name) throws Exception {
    root = PemFiles.credentials(pki.resolve("ca.pem"), pki.resolve("ca.key"));
    X500Principal above = root.leaf().getSubjectX500Principal();
    PemFiles.writeCertificates(pki.resolve("ca.pem"), List.of(permitting(above)));
    X509v3CertificateBuilder builder =
        builder(above, new X500Principal("CN=" + name), keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    certificate = signed(builder, root.privateKey());
    others = Files.readAllBytes(pki.resolve("crl.pem"));
    publish(pki, Instant.now().plus(Duration.ofDays(30)));
  }

  /** A user's certificate, and the way up to the authority. */
  public Credentials client(String name) {
    return issue(name, KeyPurposeId.id_kp_clientAuth);
  }

  /**
   * A certificate, and the way up to the authority.
   *
   * @param names other than the common name
   */
  public Credentials issue(String name, KeyPurposeId purpose, GeneralName... names) {
    KeyPair pair = keys();
    X509v3CertificateBuilder builder =
        builder(
            certificate.getSubjectX500Principal(),
            new X500Principal("CN=" + name),
            pair.getPublic());
    DistributionPoint named = new DistributionPoint(point(), null, null);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      builder.addExtension(
          Extension.cRLDistributionPoints,
          false,
          new CRLDistPoint(new DistributionPoint[] {named}));
      if (names.length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      }
      return new Credentials(
          List.of(signed(builder, keys.getPrivate()), certificate), pair.getPrivate());
    } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on its own list is the only one in the folder. */
  public void forgetOtherLists() {
    others = new byte[0];
  }

  private static DistributionPointName point() {
    return new DistributionPointName(
        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, ADDRESS)));
  }

  /**
   * Puts a list that names no certificate beside those that the folder had before.
   *
   * @param end until when it is good; its life of a month begins before that
   */
  public void publish(Path pki, Instant end) throws Exception {
    Path own = Files.createTempFile(pki, "list", ".pem");
    PemFiles.writeCrl(own, list(1, end, List.of()));
    Path both = Files.createTempFile(pki, "lists", ".pem");
    Files.write(both, others);
    Files.write(both, Files.readAllBytes(own), StandardOpenOption.APPEND);
    Files.delete(own);
    Files.move(both, pki.resolve("crl.pem"), StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * A list.
   *
   * @param number higher than those before it
   * @param end until when it is good; its life of a month begins before that
   */
  public X509CRL list(long number, Instant end, Iterable<BigInteger> revoked) throws Exception {
    Date begin = Date.from(end.minus(Duration.ofDays(31)));
    JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(certificate, begin);
    builder.setNextUpdate(Date.from(end));
    builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
    builder.addExtension(
        Extension.issuingDistributionPoint,
        true,
        new IssuingDistributionPoint(point(), false, false, null, false, false));
    revoked.forEach(each -> builder.addCRLEntry(each, begin, CRLReason.superseded));
    return new JcaX509CRLConverter().getCRL(builder.build(signer(keys.getPrivate())));
  }

  private X509Certificate permitting(X500Principal authority) throws Exception {
    X509v3CertificateBuilder builder = builder(authority, authority, root.leaf().getPublicKey());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return signed(builder, root.privateKey());
  }

  private X509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, PublicKey key) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(serial++),
        Date.from(now.minusSeconds(60)),
        Date.from(now.plus(Duration.ofDays(30))),
        subject,
        key);
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key)));
  }

  private static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
