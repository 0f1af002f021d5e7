package org.securechat.protocol.evidence;

import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cms.SignerInformation;
import org.securechat.protocol.crypto.SignatureScheme;

/** How the protocol's signature schemes are spelled in CMS; no others are accepted. */
final class CmsAlgorithms {
  private CmsAlgorithms() {}

  /** The JCA name to sign with. */
  static String of(SignatureScheme scheme) {
    if (scheme == SignatureScheme.ECDSA_SECP256R1_SHA256) {
      return "SHA256withECDSA";
    }
    if (scheme == SignatureScheme.RSA_PSS_RSAE_SHA256) {
      return "SHA256withRSAandMGF1";
    }
    throw new IllegalArgumentException("receipts are signed by P-256 or RSA keys");
  }

  static void check(SignerInformation signer, SignatureScheme scheme) throws EvidenceException {
    boolean sha256 = NISTObjectIdentifiers.id_sha256.getId().equals(signer.getDigestAlgOID());
    if (!sha256 || !isOf(scheme, signer.toASN1Structure().getDigestEncryptionAlgorithm())) {
      throw new EvidenceException("signature's algorithms are not acceptable");
    }
  }

  private static boolean isOf(SignatureScheme scheme, AlgorithmIdentifier algorithm) {
    if (scheme == SignatureScheme.ECDSA_SECP256R1_SHA256) {
      return X9ObjectIdentifiers.ecdsa_with_SHA256.equals(algorithm.getAlgorithm());
    }
    return scheme == SignatureScheme.RSA_PSS_RSAE_SHA256
        && PKCSObjectIdentifiers.id_RSASSA_PSS.equals(algorithm.getAlgorithm())
        && isSha256(RSASSAPSSparams.getInstance(algorithm.getParameters()));
  }

  private static boolean isSha256(RSASSAPSSparams pss) {
    AlgorithmIdentifier mask =
        AlgorithmIdentifier.getInstance(pss.getMaskGenAlgorithm().getParameters());
    return NISTObjectIdentifiers.id_sha256.equals(pss.getHashAlgorithm().getAlgorithm())
        && NISTObjectIdentifiers.id_sha256.equals(mask.getAlgorithm())
        && pss.getSaltLength().intValueExact() == 32;
  }
}
