package org.securechat.client.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.securechat.client.ClientException;

/** Encodes and signs certificates and revocation lists (RFC 5280); knows no files. */
final class CertificateWriter {
  /** Clocks differ a little; a certificate made now must be good on a machine that lags. */
  static final Duration BACKDATE = Duration.ofMinutes(5);

  private static final List<String> SERVER_NAMES =
      List.of("dns:localhost", "ip:127.0.0.1", "ip:::1");
  private static final int SERIAL_BITS = 128;

  /** What a request for renewal takes from the certificate; the rest is the authority's. */
  private static final List<ASN1ObjectIdentifier> RENEWED =
      List.of(Extension.keyUsage, Extension.extendedKeyUsage, Extension.subjectAlternativeName);

  private final Provider provider;
  private final SecureRandom random;

  CertificateWriter(Provider provider, SecureRandom random) {
    this.provider = provider;
    this.random = random;
  }

  KeyPair generate(KeyKind kind) throws GeneralSecurityException {
    return kind.generate(provider, random);
  }

  X509CertificateHolder authority(String commonName, KeyPair keys, Instant now, Duration validity)
      throws GeneralSecurityException, IOException {
    X500Name name = commonName(commonName);
    X509v3CertificateBuilder builder =
        builder(name, now.minus(BACKDATE), now.plus(validity), name, keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    identify(builder, keys.getPublic(), keys.getPublic());
    return builder.build(signer(keys.getPrivate()));
  }

  X509CertificateHolder leaf(
      CertificateOrder order,
      PublicKey subject,
      X509Certificate authority,
      PrivateKey key,
      Instant now)
      throws GeneralSecurityException, IOException, ClientException {
    Instant end = end(order, authority, now);
    Instant start = order.notBefore().orElse(now.minus(BACKDATE));
    if (!start.isBefore(end)) {
      // Only an order for an expired certificate gets here: it was good for a day, once.
      start = end.minus(Duration.ofDays(1));
    }
    X509v3CertificateBuilder builder =
        builder(issuer(authority), start, end, commonName(order.name()), subject);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(order.kind().purpose()));
    identify(builder, subject, authority.getPublicKey());
    GeneralName[] names = alternativeNames(order);
    if (names.length > 0) {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    sayWhereNewsIs(builder, order);
    return builder.build(signer(key));
  }

  /** A request for a certificate with the names and the purpose of the order (RFC 2986). */
  PKCS10CertificationRequest request(CertificateOrder order, KeyPair keys)
      throws GeneralSecurityException, IOException, ClientException {
    ExtensionsGenerator wanted = new ExtensionsGenerator();
    wanted.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    wanted.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(order.kind().purpose()));
    GeneralName[] names = alternativeNames(order);
    if (names.length > 0) {
      wanted.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    return new JcaPKCS10CertificationRequestBuilder(commonName(order.name()), keys.getPublic())
        .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wanted.generate())
        .build(signer(keys.getPrivate()));
  }

  /**
   * A request for another certificate with the subject, the names and the usages of one that is
   * there.
   */
  PKCS10CertificationRequest renewal(X509Certificate present, KeyPair keys)
      throws GeneralSecurityException, IOException {
    Extensions stated = new JcaX509CertificateHolder(present).getExtensions();
    ExtensionsGenerator wanted = new ExtensionsGenerator();
    for (ASN1ObjectIdentifier id : RENEWED) {
      Extension extension = stated == null ? null : stated.getExtension(id);
      if (extension != null) {
        wanted.addExtension(extension);
      }
    }
    X500Name subject = X500Name.getInstance(present.getSubjectX500Principal().getEncoded());
    JcaPKCS10CertificationRequestBuilder request =
        new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic());
    if (!wanted.isEmpty()) {
      request.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wanted.generate());
    }
    return request.build(signer(keys.getPrivate()));
  }

  private static void sayWhereNewsIs(X509v3CertificateBuilder builder, CertificateOrder order)
      throws CertIOException {
    if (order.crlUrl().isPresent()) {
      GeneralNames at = new GeneralNames(url(order.crlUrl().get()));
      DistributionPoint point = new DistributionPoint(new DistributionPointName(at), null, null);
      builder.addExtension(
          Extension.cRLDistributionPoints,
          false,
          new CRLDistPoint(new DistributionPoint[] {point}));
    }
    if (order.ocspUrl().isPresent()) {
      builder.addExtension(
          Extension.authorityInfoAccess,
          false,
          new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, url(order.ocspUrl().get())));
    }
  }

  private static GeneralName url(String address) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, address);
  }

  byte[] revocationList(
      List<IssuedCertificate> index,
      BigInteger number,
      X509Certificate authority,
      PrivateKey key,
      Instant now,
      Duration validity)
      throws GeneralSecurityException, IOException {
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(issuer(authority), Date.from(now.minus(BACKDATE)));
    builder.setNextUpdate(Date.from(now.plus(validity)));
    for (IssuedCertificate entry : index) {
      if (entry.revocation().isPresent()) {
        Date at = Date.from(entry.revocation().get().at());
        // The builder omits reason 0, as RFC 5280 §5.3.1 asks.
        int reason = entry.revocation().get().reason().code();
        builder.addCRLEntry(new BigInteger(entry.serial(), 16), at, reason);
      }
    }
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.getPublicKey()));
    builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
    return builder.build(signer(key)).getEncoded();
  }

  private static Instant end(CertificateOrder order, X509Certificate authority, Instant now) {
    Instant wanted = order.notBefore().orElse(now).plus(order.validity());
    Instant most = authority.getNotAfter().toInstant();
    // RFC 5280 does not nest validities, but nothing good comes of outliving one's issuer.
    return wanted.isAfter(most) ? most : wanted;
  }

  private static GeneralName[] alternativeNames(CertificateOrder order) throws ClientException {
    List<String> typed = new ArrayList<>();
    if (order.kind() == CertificateKind.CLIENT) {
      typed.add("uri:securechat:user:" + order.name());
    }
    if (order.kind() == CertificateKind.SERVER && order.alternativeNames().isEmpty()) {
      typed.addAll(SERVER_NAMES);
      if (order.name().contains(".")) {
        typed.add("dns:" + order.name());
      }
    }
    if (order.kind() == CertificateKind.RECEIPT) {
      typed.add("uri:securechat:server:" + order.server());
    }
    if (order.email().isPresent()) {
      typed.add("email:" + order.email().get());
    }
    if (order.upn().isPresent()) {
      typed.add("upn:" + order.upn().get());
    }
    typed.addAll(order.alternativeNames());
    List<GeneralName> names = new ArrayList<>();
    for (String name : typed) {
      names.add(AlternativeName.parse(name).encoded());
    }
    return names.toArray(GeneralName[]::new);
  }

  private X509v3CertificateBuilder builder(
      X500Name issuer, Instant start, Instant end, X500Name subject, PublicKey key) {
    return new JcaX509v3CertificateBuilder(
        issuer, serial(), Date.from(start), Date.from(end), subject, key);
  }

  private BigInteger serial() {
    BigInteger serial = new BigInteger(SERIAL_BITS, random);
    // RFC 5280 §4.1.2.2: positive.
    return serial.signum() == 0 ? serial() : serial;
  }

  private static void identify(
      X509v3CertificateBuilder builder, PublicKey subject, PublicKey authority)
      throws GeneralSecurityException, CertIOException {
    JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(subject));
    builder.addExtension(
        Extension.authorityKeyIdentifier, false, utils.createAuthorityKeyIdentifier(authority));
  }

  private ContentSigner signer(PrivateKey key) throws GeneralSecurityException {
    try {
      return new JcaContentSignerBuilder(KeyKind.certificateSignature(key))
          .setProvider(provider)
          .setSecureRandom(random)
          .build(key);
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static X500Name issuer(X509Certificate authority) {
    return X500Name.getInstance(authority.getSubjectX500Principal().getEncoded());
  }

  private static X500Name commonName(String text) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, text).build();
  }
}
