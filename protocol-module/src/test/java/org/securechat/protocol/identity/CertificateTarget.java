package org.securechat.protocol.identity;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.fuzz.Broken;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.testkit.TestPki;

/**
 * A chain that a stranger presents: two bytes of length before each certificate. And the one
 * certificate that all bytes together may be, as a verifier of evidence finds it.
 */
public final class CertificateTarget {
  private static final CertificateRules RULES = TestPki.create().rules();

  private CertificateTarget() {}

  public static void fuzzerTestOneInput(byte[] data) throws GeneralSecurityException {
    for (Purpose purpose : Purpose.values()) {
      try {
        RULES.verifyEncoded(chain(data), purpose);
        throw Broken.by(new IllegalStateException("nobody has signed that"));
      } catch (ProtocolException e) {
        // As it has to be: no authority is known to these bytes.
      }
    }
    if (DerCertificate.parse(data).isPresent()) {
      read(DerCertificate.parse(data).get(), data);
    }
  }

  private static List<byte[]> chain(byte[] data) {
    List<byte[]> chain = new ArrayList<>();
    int at = 0;
    while (at + 2 <= data.length) {
      int length = Math.min(((data[at] & 0xff) << 8) | (data[at + 1] & 0xff), data.length - at - 2);
      chain.add(Arrays.copyOfRange(data, at + 2, at + 2 + length));
      at += 2 + length;
    }
    return chain;
  }

  private static void read(X509Certificate certificate, byte[] data)
      throws GeneralSecurityException {
    Broken.unless(Arrays.equals(certificate.getEncoded(), data));
    Broken.unless(DerCertificate.sha256(certificate).length() == 64);
    NameBytes.issuer(certificate);
    NameBytes.subject(certificate);
    NameBytes.isNamedBy(certificate, certificate);
    try {
      CertificateNames.of(certificate);
      CertificateProfile.insistOnLeaf(certificate);
      SignatureScheme.forKey(certificate.getPublicKey());
    } catch (ProtocolException | GeneralSecurityException e) {
      // Refused.
    }
  }
}
