package org.securechat.protocol.identity;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.ocsp.OcspQuestion;
import org.securechat.testkit.TestPki;

/** An OCSP responder in memory that answers rightly until it is told otherwise. */
final class TestResponder {
  static final CertificateStatus GOOD = CertificateStatus.GOOD;
  static final CertificateStatus REVOKED =
      new RevokedStatus(Date.from(TestPki.NOW.minus(Duration.ofHours(1))), 1);
  static final CertificateStatus UNKNOWN = new UnknownStatus();

  private final Credentials signer;
  private CertificateStatus status = GOOD;
  private Instant thisUpdate = TestPki.NOW;
  private Instant nextUpdate = TestPki.NOW.plus(Duration.ofMinutes(5));
  private Extension nonce;
  private boolean withNonce = true;
  private OCSPReq other;

  TestResponder(Credentials signer) {
    this.signer = signer;
  }

  TestResponder saying(CertificateStatus answer) {
    status = answer;
    return this;
  }

  TestResponder at(Instant from, Instant to) {
    thisUpdate = from;
    nextUpdate = to;
    return this;
  }

  TestResponder withoutNonce() {
    withNonce = false;
    return this;
  }

  TestResponder withNonce(Extension wrong) {
    nonce = wrong;
    return this;
  }

  /** Answers about what another question asks. */
  TestResponder about(OcspQuestion another) throws Exception {
    other = new OCSPReq(another.encoded());
    return this;
  }

  byte[] answer(OcspQuestion question) throws Exception {
    OCSPReq request = new OCSPReq(question.encoded());
    X509Certificate own = signer.leaf();
    BasicOCSPRespBuilder builder =
        new BasicOCSPRespBuilder(new RespID(new JcaX509CertificateHolder(own).getSubject()));
    for (Req asked : (other == null ? request : other).getRequestList()) {
      builder.addResponse(
          asked.getCertID(),
          status,
          Date.from(thisUpdate),
          nextUpdate == null ? null : Date.from(nextUpdate));
    }
    if (withNonce) {
      builder.setResponseExtensions(
          new Extensions(
              nonce == null
                  ? request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                  : nonce));
    }
    BasicOCSPResp basic =
        builder.build(
            new JcaContentSignerBuilder(algorithm(own))
                .setProvider(Providers.bouncyCastle())
                .build(signer.privateKey()),
            new X509CertificateHolder[] {new JcaX509CertificateHolder(own)},
            Date.from(TestPki.NOW));
    return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, basic).getEncoded();
  }

  private static String algorithm(X509Certificate certificate) {
    return switch (certificate.getPublicKey().getAlgorithm()) {
      case "RSA" -> "SHA1withRSA";
      default -> "Ed25519";
    };
  }
}
