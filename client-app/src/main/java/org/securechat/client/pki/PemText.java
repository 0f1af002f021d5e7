package org.securechat.client.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** PEM text (RFC 7468) of certificates, revocation lists and PKCS#8 keys. */
final class PemText {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private PemText() {}

  static String of(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + LINES.encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  static byte[] ofKey(PrivateKey key) throws IOException {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
    if (EdECObjectIdentifiers.id_Ed25519.equals(info.getPrivateKeyAlgorithm().getAlgorithm())) {
      // Version 1 without the public key (RFC 5958 §2): what openssl 3.0 and the JDK both read.
      info = new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey());
    }
    return of("PRIVATE KEY", info.getEncoded()).getBytes(StandardCharsets.US_ASCII);
  }

  static X509Certificate certificate(byte[] pem) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }

  static PrivateKey key(byte[] pem, Provider provider)
      throws GeneralSecurityException, IOException {
    String text = new String(pem, StandardCharsets.US_ASCII);
    String begin = "-----BEGIN PRIVATE KEY-----";
    int start = text.indexOf(begin);
    int end = text.indexOf("-----END PRIVATE KEY-----");
    if (start < 0 || end < start) {
      throw new IOException("no PKCS#8 private key");
    }
    byte[] der = Base64.getMimeDecoder().decode(text.substring(start + begin.length(), end));
    var id = PrivateKeyInfo.getInstance(der).getPrivateKeyAlgorithm().getAlgorithm();
    String algorithm = "RSA";
    if (X9ObjectIdentifiers.id_ecPublicKey.equals(id)) {
      algorithm = "EC";
    } else if (EdECObjectIdentifiers.id_Ed25519.equals(id)) {
      algorithm = "Ed25519";
    }
    return KeyFactory.getInstance(algorithm, provider)
        .generatePrivate(new PKCS8EncodedKeySpec(der));
  }
}
