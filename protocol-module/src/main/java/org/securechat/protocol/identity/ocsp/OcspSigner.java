package org.securechat.protocol.identity.ocsp;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.RevocationDataException;
import org.securechat.protocol.identity.SignatureAlgorithms;

/**
 * Who has signed an OCSP answer, having the right to (RFC 6960 §4.2.2.2): the certificate's own
 * issuer, or the holder of a certificate for that purpose straight from it.
 */
final class OcspSigner {
  private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int MAX_CERTIFICATES = 8;

  private final Optional<X509Certificate> delegate;

  private OcspSigner(Optional<X509Certificate> delegate) {
    this.delegate = delegate;
  }

  static OcspSigner of(BasicOCSPResp answer, X509Certificate issuer, Instant now)
      throws RevocationDataException {
    byte[] parameters = parameters(answer);
    if (!SignatureAlgorithms.isAcceptable(answer.getSignatureAlgOID().getId(), parameters)) {
      throw new RevocationDataException("an answer signed by " + answer.getSignatureAlgOID());
    }
    if (hasSigned(issuer.getPublicKey(), answer)) {
      return new OcspSigner(Optional.empty());
    }
    X509CertificateHolder[] certificates = answer.getCerts();
    if (certificates.length > MAX_CERTIFICATES) {
      throw new RevocationDataException("an answer with " + certificates.length + " certificates");
    }
    for (X509CertificateHolder holder : certificates) {
      X509Certificate certificate = certificate(holder);
      if (hasSigned(certificate.getPublicKey(), answer)) {
        checkAppointed(certificate, issuer, now);
        return new OcspSigner(Optional.of(certificate));
      }
    }
    throw new RevocationDataException(
        "the answer is not signed by a key that may answer for this issuer");
  }

  /** The responder's certificate, unless its issuer says that it need not be looked for. */
  Optional<X509Certificate> toBeLookedFor() {
    return delegate.filter(certificate ->
        certificate.getExtensionValue(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck.getId()) == null);
  }

  private static void checkAppointed(X509Certificate responder, X509Certificate issuer, Instant now)
      throws RevocationDataException {
    try {
      if (!responder.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
          || !SignatureAlgorithms.isAcceptable(
              responder.getSigAlgOID(), responder.getSigAlgParams())) {
        throw new RevocationDataException("the responder is not the authority's");
      }
      responder.verify(issuer.getPublicKey(), Providers.bouncyCastle());
      responder.checkValidity(Date.from(now));
      List<String> purposes = responder.getExtendedKeyUsage();
      if (purposes == null || !purposes.contains(OCSP_SIGNING)) {
        throw new RevocationDataException("the responder's certificate is not for signing answers");
      }
      boolean[] usage = responder.getKeyUsage();
      if (usage != null && !usage[DIGITAL_SIGNATURE]) {
        throw new RevocationDataException("the responder's key is not for signing");
      }
      if (!SignatureAlgorithms.isStrong(responder.getPublicKey())) {
        throw new RevocationDataException("the responder's key is weak");
      }
    } catch (GeneralSecurityException e) {
      throw new RevocationDataException("the responder's certificate is not accepted", e);
    }
  }

  private static boolean hasSigned(PublicKey key, BasicOCSPResp answer) {
    try {
      return answer.isSignatureValid(
          new JcaContentVerifierProviderBuilder().setProvider(Providers.bouncyCastle()).build(key));
    } catch (OperatorCreationException | OCSPException | RuntimeException e) {
      return false;
    }
  }

  private static X509Certificate certificate(X509CertificateHolder holder)
      throws RevocationDataException {
    try {
      return new JcaX509CertificateConverter()
          .setProvider(Providers.bouncyCastle())
          .getCertificate(holder);
    } catch (CertificateException e) {
      throw new RevocationDataException("the responder's certificate cannot be read", e);
    }
  }

  private static byte[] parameters(BasicOCSPResp answer) throws RevocationDataException {
    try {
      var parameters = answer.getSignatureAlgorithmID().getParameters();
      return parameters == null ? null : parameters.toASN1Primitive().getEncoded();
    } catch (java.io.IOException e) {
      throw new RevocationDataException("an answer with unreadable parameters", e);
    }
  }
}
