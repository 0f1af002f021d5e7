package org.securechat.client.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.securechat.protocol.file.Pem;

/** PEM text (RFC 7468) of certificates, revocation lists and PKCS#8 keys. */
final class PemText {
  private PemText() {}

  static String of(String label, byte[] der) {
    return Pem.encode(label, der);
  }

  static byte[] ofKey(PrivateKey key) throws IOException {
    return Pem.encode(key);
  }

  static X509Certificate certificate(byte[] pem) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }
}
