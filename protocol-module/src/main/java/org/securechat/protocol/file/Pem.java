package org.securechat.protocol.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** Writes PEM text (RFC 7468). */
public final class Pem {
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  /** The text of one object. */
  public static String encode(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, LINES.encodeToString(der), label);
  }

  /** The text of a private key; the caller wipes it. */
  public static byte[] encode(PrivateKey key) throws IOException {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
    // Version 1 without the public key (RFC 5958 §2): what OpenSSL 3.0 and the JDK both read.
    info = new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey());
    byte[] der = info.getEncoded();
    try {
      return encode("PRIVATE KEY", der).getBytes(StandardCharsets.US_ASCII);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }
}
