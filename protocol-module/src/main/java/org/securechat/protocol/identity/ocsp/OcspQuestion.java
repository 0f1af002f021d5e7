package org.securechat.protocol.identity.ocsp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.OcspStatus;
import org.securechat.protocol.identity.RevocationDataException;

/**
 * One question to an OCSP responder (RFC 6960) about one certificate, and the judgement of the
 * answer. Does no input or output. Immutable and thread-safe; use it for one exchange.
 */
public final class OcspQuestion {
  /** RFC 8954 asks for 1 to 32 bytes; with 32 an earlier answer cannot be sent again. */
  private static final int NONCE = 32;

  private final X509Certificate issuer;
  private final CertificateID id;
  private final byte[] nonce;
  private final boolean nonceRequired;

  private OcspQuestion(
      X509Certificate issuer, CertificateID id, byte[] nonce, boolean nonceRequired) {
    this.issuer = issuer;
    this.id = id;
    this.nonce = nonce;
    this.nonceRequired = nonceRequired;
  }

  /**
   * A question with a fresh nonce.
   *
   * @param issuer who has signed the certificate
   * @param nonceRequired whether to refuse an answer that does not repeat the nonce, as responders
   *     that sign their answers in advance give them
   */
  public static OcspQuestion about(
      X509Certificate certificate, X509Certificate issuer, boolean nonceRequired) {
    byte[] nonce = new byte[NONCE];
    Providers.random().nextBytes(nonce);
    return new OcspQuestion(
        Objects.requireNonNull(issuer, "issuer"),
        id(issuer, certificate.getSerialNumber()),
        nonce,
        nonceRequired);
  }

  private static CertificateID id(X509Certificate issuer, BigInteger serial) {
    try {
      // SHA-1 names the authority here and protects nothing; every responder knows it.
      return new CertificateID(
          digests().get(CertificateID.HASH_SHA1), new JcaX509CertificateHolder(issuer), serial);
    } catch (OperatorCreationException | OCSPException | CertificateException e) {
      throw new IllegalArgumentException("an authority that cannot be named", e);
    }
  }

  private static DigestCalculatorProvider digests() {
    try {
      return new JcaDigestCalculatorProviderBuilder().setProvider(Providers.bouncyCastle()).build();
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The request's DER, for the body of a POST of {@code application/ocsp-request}. */
  public byte[] encoded() {
    try {
      byte[] value = new DEROctetString(nonce).getEncoded();
      return new OCSPReqBuilder()
          .addRequest(id)
          .setRequestExtensions(
              new Extensions(new Extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, value)))
          .build()
          .getEncoded();
    } catch (IOException | OCSPException e) {
      throw new IllegalStateException("a request that cannot be encoded", e);
    }
  }

  /**
   * Judges an answer: that it belongs to this question, is signed by the authority or a responder
   * that it has appointed, and is right at this time.
   *
   * @param answer the body of the response
   * @throws RevocationDataException saying what is wrong with it
   */
  public OcspStatus read(byte[] answer, Instant now) throws RevocationDataException {
    try {
      BasicOCSPResp basic = basic(answer);
      checkNonce(basic);
      OcspSigner signer = OcspSigner.of(basic, issuer, now);
      return OcspTimes.check(single(basic), now, signer.toBeLookedFor());
    } catch (IOException | OCSPException | RuntimeException e) {
      // Parsers of malformed answers throw exceptions of any type.
      throw new RevocationDataException("not an OCSP answer", e);
    }
  }

  private static BasicOCSPResp basic(byte[] answer)
      throws IOException, OCSPException, RevocationDataException {
    OCSPResp response = new OCSPResp(answer);
    if (response.getStatus() != OCSPResp.SUCCESSFUL) {
      throw new RevocationDataException("the responder refused: status " + response.getStatus());
    }
    if (!(response.getResponseObject() instanceof BasicOCSPResp basic)) {
      throw new RevocationDataException("an OCSP answer of an unknown kind");
    }
    return basic;
  }

  private void checkNonce(BasicOCSPResp basic) throws RevocationDataException {
    Extension extension = basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    if (extension == null) {
      if (nonceRequired) {
        throw new RevocationDataException("the answer repeats no nonce");
      }
      return;
    }
    byte[] repeated = DEROctetString.getInstance(extension.getExtnValue().getOctets()).getOctets();
    if (!MessageDigest.isEqual(repeated, nonce)) {
      throw new RevocationDataException("the answer is to another question: wrong nonce");
    }
  }

  private SingleResp single(BasicOCSPResp basic) throws OCSPException, RevocationDataException {
    X509CertificateHolder authority = holder(issuer);
    for (SingleResp single : List.of(basic.getResponses())) {
      CertificateID answered = single.getCertID();
      if (answered.getSerialNumber().equals(id.getSerialNumber())
          && answered.matchesIssuer(authority, digests())) {
        return single;
      }
    }
    throw new RevocationDataException("the answer is about another certificate");
  }

  static X509CertificateHolder holder(X509Certificate certificate) throws OCSPException {
    try {
      return new JcaX509CertificateHolder(certificate);
    } catch (CertificateException e) {
      throw new OCSPException("a certificate without an encoding", e);
    }
  }

  @Override
  public String toString() {
    return "OcspQuestion[" + id.getSerialNumber().toString(16) + "]";
  }
}
