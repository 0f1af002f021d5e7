package org.securechat.protocol.classic;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Locale;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.Providers;

/** Certificates as the classic wire carries them: base64 of the PEM text. */
public final class ClassicCertificate {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";
  private static final int LINE = 64;
  private static final int FINGERPRINT_LENGTH = 16;

  private ClassicCertificate() {}

  /**
   * Reads the first certificate of a PEM text (RFC 7468); what stands around it is ignored, as
   * Python's {@code load_pem_x509_certificate} does.
   *
   * @throws ClassicException {@code BAD_CERT}
   */
  public static X509Certificate parse(byte[] pem) throws ClassicException {
    String text = new String(pem, StandardCharsets.ISO_8859_1);
    int from = text.indexOf(BEGIN);
    int to = from < 0 ? -1 : text.indexOf(END, from);
    if (to < 0) {
      throw new ClassicException(ClassicError.BAD_CERT, "no certificate in the PEM text");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(text.substring(from + BEGIN.length(), to));
      return decode(der);
    } catch (CertificateException | IllegalArgumentException e) {
      throw new ClassicException(ClassicError.BAD_CERT, "not a certificate: " + e.getMessage());
    }
  }

  /**
   * Reads a certificate's DER encoding.
   *
   * @throws CertificateException if it is not a certificate
   */
  public static X509Certificate decode(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /** The PEM text, in lines of 64 characters, in base64. */
  public static String encode(X509Certificate certificate) {
    String body =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(der(certificate));
    String pem = BEGIN + "\n" + body + "\n" + END + "\n";
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * How transcript lines name a certificate: the first 16 hexadecimal digits of SHA-256 over the
   * PEM's base64 text without line ends. Computed from the certificate, not from the PEM that was
   * sent, so that one certificate has one fingerprint.
   */
  public static String fingerprint(X509Certificate certificate) {
    byte[] text = Base64.getEncoder().encode(der(certificate));
    return Digests.sha256Hex(text).substring(0, FINGERPRINT_LENGTH);
  }

  /**
   * Whether classic clients that trust this authority accept the certificate's signature: they take
   * the authority's key for RSA, and check PKCS #1 v1.5 (RFC 8017 section 8.2) and nothing else.
   */
  public static boolean isCheckable(X509Certificate certificate, X509Certificate authority) {
    if (!(authority.getPublicKey() instanceof RSAPublicKey)
        || !certificate.getSigAlgName().toUpperCase(Locale.ROOT).endsWith("WITHRSA")
        || !certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(authority.getPublicKey(), Providers.bouncyCastle());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new IllegalArgumentException("a certificate without encoding", e);
    }
  }
}
