package org.securechat.server.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.Revocation;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.protocol.wire.ProtocolException;

/** An authority in memory whose certificates say where news of them is found. */
public final class TestCa {
  private static final AtomicLong SERIAL = new AtomicLong(7000);
  private static final Duration DAY = Duration.ofDays(1);

  private final X500Name name = new X500Name("CN=Certificate Test Authority");
  private final KeyPair keys = Providers.keyPairGenerator("Ed25519").generateKeyPair();
  private final Clock clock;
  public final X509Certificate certificate;

  public TestCa(Clock clock) {
    this.clock = clock;
    this.certificate =
        issue(
            name,
            keys,
            extension(Extension.basicConstraints, new BasicConstraints(true)),
            extension(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)));
  }

  /** A user's, without addresses. */
  public X509Certificate client(String user) {
    return issue(user, null);
  }

  /** A user's whose list is at that address. */
  public X509Certificate listedAt(String user, String address) {
    GeneralNames at = new GeneralNames(uri(address));
    DistributionPoint point = new DistributionPoint(new DistributionPointName(at), null, null);
    return issue(
        user,
        extension(
            Extension.cRLDistributionPoints, new CRLDistPoint(new DistributionPoint[] {point})));
  }

  /** A user's about whom that responder can be asked. */
  public X509Certificate answeredAt(String user, String address) {
    return issue(
        user,
        extension(
            Extension.authorityInfoAccess,
            new AuthorityInformationAccess(OCSPObjectIdentifiers.id_pkix_ocsp, uri(address))));
  }

  private static GeneralName uri(String address) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, address);
  }

  private X509Certificate issue(String user, Extension more) {
    Extension usage = extension(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature));
    Extension purpose =
        extension(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    X500Name subject = new X500Name("CN=" + user);
    KeyPair pair = Providers.keyPairGenerator("Ed25519").generateKeyPair();
    return more == null
        ? issue(subject, pair, usage, purpose)
        : issue(subject, pair, usage, purpose, more);
  }

  private X509Certificate issue(X500Name subject, KeyPair pair, Extension... extensions) {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            name,
            BigInteger.valueOf(SERIAL.incrementAndGet()),
            Date.from(clock.instant().minus(DAY)),
            Date.from(clock.instant().plus(DAY)),
            subject,
            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    try {
      for (Extension extension : extensions) {
        builder.addExtension(extension);
      }
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A list with that number, issued a minute ago. */
  public X509CRL crl(int number, X509Certificate... revoked) {
    return crl(number, clock.instant().minusSeconds(60), clock.instant().plus(DAY), revoked);
  }

  /** A list of so many entries, whose serial numbers follow each other. */
  public X509CRL crl(int number, BigInteger first, int count) {
    Date now = Date.from(clock.instant().minusSeconds(60));
    X509v2CRLBuilder builder = new X509v2CRLBuilder(name, now);
    builder.setNextUpdate(Date.from(clock.instant().plus(DAY)));
    for (int i = 0; i < count; i++) {
      builder.addCRLEntry(first.add(BigInteger.valueOf(i)), now, 0);
    }
    return signed(builder, number);
  }

  public X509CRL crl(int number, Instant from, Instant until, X509Certificate... revoked) {
    X509v2CRLBuilder builder = new X509v2CRLBuilder(name, Date.from(from));
    builder.setNextUpdate(Date.from(until));
    for (X509Certificate certificate : revoked) {
      builder.addCRLEntry(certificate.getSerialNumber(), Date.from(from), 1);
    }
    return signed(builder, number);
  }

  private X509CRL signed(X509v2CRLBuilder builder, int number) {
    try {
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
      return new JcaX509CRLConverter().getCRL(builder.build(signer()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The authority's answer to a question, good for a minute. */
  byte[] answer(byte[] question, CertificateStatus status) {
    try {
      OCSPReq request = new OCSPReq(question);
      BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(name));
      builder.addResponse(
          request.getRequestList()[0].getCertID(),
          status,
          Date.from(clock.instant()),
          Date.from(clock.instant().plusSeconds(60)));
      builder.setResponseExtensions(
          new Extensions(request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)));
      return new OCSPRespBuilder()
          .build(
              OCSPRespBuilder.SUCCESSFUL, builder.build(signer(), null, Date.from(clock.instant())))
          .getEncoded();
    } catch (IOException | OCSPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A peer as the rules know it, whom nothing speaks against. */
  public PeerIdentity accepted(X509Certificate leaf) {
    try {
      return rules(Revocation.byLists(RevocationSource.none(), RevocationPolicy.ALLOW))
          .verify(List.of(leaf), Purpose.CLIENT);
    } catch (ProtocolException e) {
      throw new IllegalStateException(e);
    }
  }

  CertificateRules rules(Revocation revocation) {
    return new CertificateRules(List.of(certificate), revocation, clock);
  }

  private static Extension extension(ASN1ObjectIdentifier id, ASN1Encodable value) {
    try {
      return Extension.create(id, id.equals(Extension.keyUsage), value);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private ContentSigner signer() {
    return signer(keys.getPrivate());
  }

  private static ContentSigner signer(PrivateKey key) {
    try {
      return new JcaContentSignerBuilder("Ed25519")
          .setProvider(Providers.bouncyCastle())
          .build(key);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
