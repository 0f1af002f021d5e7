package org.securechat.protocol.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.securechat.protocol.crypto.AuthoritySignature;
import org.securechat.protocol.identity.list.ExactTime;
import org.securechat.protocol.wire.ProtocolException;

/**
 * What certificates of a chain may look like (PROTOCOL.md §6.1): much less than RFC 5280 permits,
 * so that three programs can agree on it. Whatever constrains what is below it in ways that have to
 * be computed is refused, and so is what programs read in different ways.
 */
final class CertificateProfile {
  private static final int MAX_SERIAL_BYTES = 20;

  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
      Set.of(
          Extension.basicConstraints,
          Extension.keyUsage,
          Extension.extendedKeyUsage,
          Extension.subjectAlternativeName,
          Extension.certificatePolicies);

  private static final List<ASN1ObjectIdentifier> READ =
      List.of(
          Extension.basicConstraints,
          Extension.keyUsage,
          Extension.extendedKeyUsage,
          Extension.subjectAlternativeName);

  private static final List<ASN1ObjectIdentifier> FORBIDDEN =
      List.of(
          Extension.nameConstraints,
          Extension.policyMappings,
          Extension.policyConstraints,
          Extension.inhibitAnyPolicy);

  private CertificateProfile() {}

  /** Insists on what holds for the signer's certificate itself. */
  static void insistOnLeaf(X509Certificate certificate)
      throws ProtocolException, GeneralSecurityException {
    TBSCertificate body = insistOnIssued(certificate);
    BasicConstraints constraints = constraints(body);
    insist(
        constraints == null
            || (!constraints.isCA() && constraints.getPathLenConstraintInteger() == null),
        "an authority's certificate as a peer's");
  }

  /**
   * Insists on what holds for a certificate between the signer's and the authority's.
   *
   * @param below how many of these are below it
   */
  static void insistOnIssuer(X509Certificate certificate, int below)
      throws ProtocolException, GeneralSecurityException {
    TBSCertificate body = insistOnIssued(certificate);
    insist(!body.getSubject().equals(body.getIssuer()), "an issuer that names itself");
    insistOnRight(body, below);
  }

  /** Insists on what holds for a configured authority's own certificate. */
  static void insistOnAuthority(X509Certificate certificate, int below)
      throws ProtocolException, GeneralSecurityException {
    TBSCertificate body = insistOnForm(parse(certificate));
    insistOnRight(body, below);
  }

  private static Certificate parse(X509Certificate certificate) throws GeneralSecurityException {
    return Certificate.getInstance(certificate.getEncoded());
  }

  private static TBSCertificate insistOnIssued(X509Certificate certificate)
      throws ProtocolException, GeneralSecurityException {
    Certificate parsed = parse(certificate);
    TBSCertificate body = insistOnForm(parsed);
    BigInteger serial = body.getSerialNumber().getValue();
    insist(
        serial.signum() > 0 && serial.toByteArray().length <= MAX_SERIAL_BYTES,
        "a serial number that is not positive, or too long");
    try {
      byte[] algorithm = parsed.getSignatureAlgorithm().getEncoded(ASN1Encoding.DER);
      insist(
          AuthoritySignature.of(algorithm).isPresent(), "signed by " + certificate.getSigAlgName());
    } catch (IOException e) {
      throw CertificateRules.bad("malformed certificate", e);
    }
    return body;
  }

  private static TBSCertificate insistOnForm(Certificate parsed) throws ProtocolException {
    TBSCertificate body = parsed.getTBSCertificate();
    insist(body.getVersionNumber() == 3, "not version 3");
    insist(body.getSignature().equals(parsed.getSignatureAlgorithm()), "two algorithms");
    insist(
        body.getIssuerUniqueId() == null && body.getSubjectUniqueId() == null,
        "a unique identifier");
    insist(body.getIssuer().getRDNs().length > 0, "no issuer's name");
    try {
      insist(
          ExactTime.is(body.getStartDate()) && ExactTime.is(body.getEndDate()),
          "a time of another form");
      insist(
          PublicKeyForm.isPermitted(body.getSubjectPublicKeyInfo()),
          "a weak key, or one of an unsupported kind");
      insistOnExtensions(body.getExtensions());
    } catch (IOException e) {
      throw CertificateRules.bad("malformed certificate", e);
    }
    return body;
  }

  private static void insistOnExtensions(Extensions extensions)
      throws ProtocolException, IOException {
    if (extensions == null) {
      return;
    }
    for (ASN1ObjectIdentifier critical : extensions.getCriticalExtensionOIDs()) {
      insist(UNDERSTOOD.contains(critical), "the critical extension " + critical);
    }
    for (ASN1ObjectIdentifier forbidden : FORBIDDEN) {
      insist(extensions.getExtension(forbidden) == null, "the extension " + forbidden);
    }
    for (ASN1ObjectIdentifier read : READ) {
      Extension extension = extensions.getExtension(read);
      if (extension != null) {
        byte[] value = extension.getExtnValue().getOctets();
        insist(
            MessageDigest.isEqual(
                ASN1Primitive.fromByteArray(value).getEncoded(ASN1Encoding.DER), value),
            "an extension that is not DER");
      }
    }
  }

  /** Whether it may issue certificates, with so many issuers between it and the signer. */
  private static void insistOnRight(TBSCertificate body, int below) throws ProtocolException {
    BasicConstraints constraints = constraints(body);
    insist(constraints != null && constraints.isCA(), "an issuer that is no authority");
    BigInteger most = constraints.getPathLenConstraint();
    insist(
        most == null || most.compareTo(BigInteger.valueOf(below)) >= 0,
        "more issuers than an authority permits");
    KeyUsage usage =
        body.getExtensions() == null ? null : KeyUsage.fromExtensions(body.getExtensions());
    insist(usage == null || usage.hasUsages(KeyUsage.keyCertSign), "an issuer without keyCertSign");
  }

  private static BasicConstraints constraints(TBSCertificate body) {
    return body.getExtensions() == null
        ? null
        : BasicConstraints.fromExtensions(body.getExtensions());
  }

  private static void insist(boolean holds, String what) throws ProtocolException {
    if (!holds) {
      throw CertificateRules.bad("outside the profile: " + what, null);
    }
  }
}
