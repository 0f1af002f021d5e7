package org.securechat.launcher.listener;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/** Private keys as the JDK's own TLS uses them. */
public final class PrivateKeys {
  private static final List<String> KINDS = List.of("EC", "RSA", "Ed25519");

  private PrivateKeys() {}

  /**
   * The JDK's own key for another library's.
   *
   * @throws IOException if its device does not give it away, or TLS does not use its kind
   */
  static PrivateKey ofJdk(PrivateKey key) throws IOException {
    byte[] encoded = key.getEncoded();
    if (encoded == null) {
      throw new IOException("the key is on a token, and has to be in a file");
    }
    return decode(encoded, "the file");
  }

  /**
   * Reads PKCS#8 and wipes it. It says itself of which kind the key is, but the JDK wants to be
   * told first.
   *
   * @param name what to call it
   * @throws IOException if TLS does not use its kind
   */
  public static PrivateKey decode(byte[] encoded, String name) throws IOException {
    try {
      for (String kind : KINDS) {
        try {
          return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
          // Then it is a key of another kind.
        }
      }
      throw new IOException(name + " holds a private key of an unsupported kind");
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }
}
