package org.securechat.protocol.evidence;

import java.security.cert.X509Certificate;
import org.securechat.protocol.classic.ClassicCertificate;

/**
 * Whose words a classic session's record holds, as its opening line says. The certificate is yet to
 * be judged by the reader.
 *
 * @param certificate the client's
 * @param fingerprint what the session's lines of the original form name it by
 */
public record ClassicSigner(X509Certificate certificate, String fingerprint) {

  /** The signer in an opening; the certificate is the one that the opening names. */
  public static ClassicSigner of(ClassicPayload.Opening opening, X509Certificate certificate) {
    return new ClassicSigner(certificate, opening.fingerprint());
  }

  /** Whether the fingerprint is the certificate's. */
  public boolean isNamedRight() {
    return ClassicCertificate.fingerprint(certificate).equals(fingerprint);
  }

  /**
   * Whether the message has the client's own signature, which covers its number, time and
   * ciphertext; not its vector, and not the text that the server decrypted.
   */
  public boolean hasSigned(ClassicPayload.Message message) {
    return message.isSignedBy(certificate);
  }
}
