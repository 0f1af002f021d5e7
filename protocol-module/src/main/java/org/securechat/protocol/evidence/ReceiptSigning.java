package org.securechat.protocol.evidence;

import java.security.cert.X509Certificate;
import java.util.List;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Signs receipts: the raw signature over exactly their bytes, by the scheme of the key, which is
 * the form of every signature in a record (PROTOCOL.md §8). Thread-safe.
 */
public final class ReceiptSigning {
  private ReceiptSigning() {}

  /**
   * Signs.
   *
   * @param signer whose certificate the receipt names
   * @param receipt what {@link Receipt#encode} returned
   * @throws IllegalArgumentException if these bytes are no receipt, or name another certificate
   */
  public static byte[] sign(Credentials signer, byte[] receipt) {
    try {
      String certificate = Receipt.parse(receipt).certificate();
      if (!certificate.equals(Digests.sha256Hex(signer.encodedChain().get(0)))) {
        throw new IllegalArgumentException("the receipt names another certificate");
      }
      return signer.sign(receipt);
    } catch (EvidenceException e) {
      throw new IllegalArgumentException("not a receipt: " + e.getMessage(), e);
    }
  }

  /**
   * Verifies a receipt's signature, and that its signer may sign receipts and states its server.
   *
   * @param receipt the exact bytes that the signature is for
   * @param chain the certificate that the receipt names, and those between it and the authority
   * @param rules judged at their clock's time; for a receipt of the past see {@link
   *     CertificateRules#at}
   * @return the signer
   * @throws EvidenceException if anything is wrong; the message says what
   */
  public static PeerIdentity verify(
      byte[] receipt, byte[] signature, List<X509Certificate> chain, CertificateRules rules)
      throws EvidenceException {
    Receipt parsed = Receipt.parse(receipt);
    try {
      PeerIdentity signer = rules.verify(chain, Purpose.RECEIPT);
      if (!signer.certificateSha256().equals(parsed.certificate())) {
        throw new EvidenceException("it names another certificate");
      }
      // PROTOCOL.md §10.1: an authority issues the certificates of other servers, too.
      if (!signer.namesServer(parsed.server())) {
        throw new EvidenceException("its signer's certificate is not that of " + parsed.server());
      }
      if (!signer.signed(receipt, signature)) {
        throw new EvidenceException("signature does not verify");
      }
      return signer;
    } catch (ProtocolException e) {
      throw new EvidenceException(
          "signer's certificate: " + e.alert().code() + ", " + e.getMessage());
    }
  }
}
