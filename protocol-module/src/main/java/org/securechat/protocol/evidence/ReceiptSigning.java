package org.securechat.protocol.evidence;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Signs receipts as detached CMS (RFC 5652), DER, with the signer's chain inside, so that any
 * OpenSSL checks them:
 *
 * <pre>
 * openssl cms -verify -binary -inform DER -in receipt.json.p7s -content receipt.json \
 *   -CAfile ca.pem -purpose any
 * </pre>
 *
 * <p>Thread-safe.
 */
public final class ReceiptSigning {
  private static final JcaX509CertificateConverter CONVERTER =
      new JcaX509CertificateConverter().setProvider(Providers.bouncyCastle());

  private ReceiptSigning() {}

  /**
   * Signs, with the receipt's own time as signing time.
   *
   * @param signer P-256 or RSA; OpenSSL 3.0 does not verify CMS by Ed25519
   * @param receipt what {@link Receipt#encode} returned
   * @return the content of {@code receipt.json.p7s}
   * @throws IllegalArgumentException if these bytes are no receipt, or the key does not sign CMS
   */
  public static byte[] sign(Credentials signer, byte[] receipt) {
    try {
      Instant issuedAt = Timestamps.parse(Receipt.parse(receipt).issuedAt());
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(
                  new JcaDigestCalculatorProviderBuilder()
                      .setProvider(Providers.bouncyCastle())
                      .build())
              .setSignedAttributeGenerator(
                  new ReceiptAttributes(issuedAt, signer.leaf().getEncoded()))
              .build(
                  new JcaContentSignerBuilder(CmsAlgorithms.of(signer.scheme()))
                      .setProvider(Providers.bouncyCastle())
                      .build(signer.privateKey()),
                  signer.leaf()));
      generator.addCertificates(new JcaCertStore(signer.chain()));
      return generator
          .generate(new CMSProcessableByteArray(receipt), false)
          .toASN1Structure()
          .getEncoded(ASN1Encoding.DER);
    } catch (EvidenceException
        | CMSException
        | OperatorCreationException
        | GeneralSecurityException
        | IOException e) {
      throw new IllegalArgumentException("receipt cannot be signed: " + e.getMessage(), e);
    }
  }

  /**
   * Verifies a receipt's signature and that its signer may sign receipts.
   *
   * @param receipt the exact bytes that the signature is for
   * @param signature the content of {@code receipt.json.p7s}
   * @param rules judged at their clock's time; for a receipt of the past see {@link
   *     CertificateRules#at}
   * @return the signer
   * @throws EvidenceException if anything is wrong; the message says what
   */
  public static PeerIdentity verify(byte[] receipt, byte[] signature, CertificateRules rules)
      throws EvidenceException {
    Receipt.parse(receipt);
    List<X509Certificate> chain = verifySignature(receipt, signature);
    try {
      return rules.verify(chain, Purpose.RECEIPT);
    } catch (ProtocolException e) {
      throw new EvidenceException(
          "signer's certificate: " + e.alert().code() + ", " + e.getMessage());
    }
  }

  /** Verifies the signature alone and returns the chain of the signer, which is not judged yet. */
  static List<X509Certificate> verifySignature(byte[] receipt, byte[] signature)
      throws EvidenceException {
    try {
      CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(receipt), signature);
      SignerInformation signer = onlySigner(cms, signature);
      List<X509Certificate> chain = chain(cms, signer);
      SignatureScheme scheme =
          SignatureScheme.forKey(chain.get(0).getPublicKey())
              .orElseThrow(() -> new EvidenceException("signer's key is of an unsupported kind"));
      CmsAlgorithms.check(signer, scheme);
      ReceiptAttributes.check(signer, receipt, chain.get(0));
      boolean verified =
          signer.verify(
              new JcaSimpleSignerInfoVerifierBuilder()
                  .setProvider(Providers.bouncyCastle())
                  .build(chain.get(0).getPublicKey()));
      if (!verified) {
        throw new EvidenceException("signature does not verify");
      }
      return chain;
    } catch (CMSException
        | OperatorCreationException
        | GeneralSecurityException
        | IOException
        | RuntimeException e) {
      // Parsers of malformed structures throw exceptions of any type.
      throw new EvidenceException("signature does not verify");
    }
  }

  private static SignerInformation onlySigner(CMSSignedData cms, byte[] signature)
      throws EvidenceException, IOException {
    Collection<SignerInformation> signers = cms.getSignerInfos().getSigners();
    if (signers.size() != 1 || !cms.isDetachedSignature()) {
      throw new EvidenceException("not a detached signature by one signer");
    }
    SignerInformation signer = signers.iterator().next();
    if (!Arrays.equals(canonical(cms, signer.toASN1Structure()), signature)) {
      throw new EvidenceException("signature is not in its canonical form");
    }
    return signer;
  }

  // The wrapping is not signed, so there is one permitted wrapping: version 1, SHA-256,
  // certificates,
  // no lists, no unsigned attributes, DER.
  private static byte[] canonical(CMSSignedData cms, SignerInfo signer) throws IOException {
    AlgorithmIdentifier sha256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
    SignerInfo signerInfo =
        new SignerInfo(
            signer.getSID(),
            sha256,
            signer.getAuthenticatedAttributes(),
            signer.getDigestEncryptionAlgorithm(),
            signer.getEncryptedDigest(),
            null);
    SignedData signed =
        new SignedData(
            new DERSet(sha256),
            new ContentInfo(CMSObjectIdentifiers.data, null),
            SignedData.getInstance(cms.toASN1Structure().getContent()).getCertificates(),
            null,
            new DERSet(signerInfo));
    return new ContentInfo(CMSObjectIdentifiers.signedData, signed).getEncoded(ASN1Encoding.DER);
  }

  private static List<X509Certificate> chain(CMSSignedData cms, SignerInformation signer)
      throws EvidenceException, GeneralSecurityException {
    @SuppressWarnings("unchecked")
    Collection<X509CertificateHolder> signers = cms.getCertificates().getMatches(signer.getSID());
    if (signers.size() != 1) {
      throw new EvidenceException("signer's certificate is not in the signature");
    }
    X509CertificateHolder leaf = signers.iterator().next();
    List<X509Certificate> chain = new ArrayList<>(List.of(CONVERTER.getCertificate(leaf)));
    List<X509CertificateHolder> rest = new ArrayList<>(cms.getCertificates().getMatches(null));
    rest.remove(leaf);
    // A set has no order on the wire; each certificate is followed by its issuer's.
    while (!rest.isEmpty()) {
      X509Certificate last = chain.get(chain.size() - 1);
      X509CertificateHolder issuer =
          rest.stream()
              .filter(next -> isSubject(next, last))
              .findFirst()
              .orElseThrow(() -> new EvidenceException("signature carries a stray certificate"));
      rest.remove(issuer);
      chain.add(CONVERTER.getCertificate(issuer));
    }
    return chain;
  }

  private static boolean isSubject(X509CertificateHolder candidate, X509Certificate issued) {
    return candidate
        .getSubject()
        .equals(X500Name.getInstance(issued.getIssuerX500Principal().getEncoded()));
  }
}
