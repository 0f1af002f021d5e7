package org.securechat.protocol.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.securechat.protocol.crypto.Providers;

/** PEM text (RFC 7468) and what it encloses. */
public final class Pem {
  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";
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

  /**
   * The private key in a text: the first, PKCS#8 without encryption.
   *
   * @throws IOException if there is no such key; never with its content
   */
  public static PrivateKey privateKey(byte[] pem) throws IOException {
    return privateKey(pem, Providers::keyFactory);
  }

  /** The same, for use with that provider. */
  public static PrivateKey privateKey(byte[] pem, Provider provider) throws IOException {
    return privateKey(pem, algorithm -> KeyFactory.getInstance(algorithm, provider));
  }

  private interface Factories {
    KeyFactory of(String algorithm) throws GeneralSecurityException;
  }

  private static PrivateKey privateKey(byte[] pem, Factories factories) throws IOException {
    byte[] encoded = null;
    try {
      String text = new String(pem, StandardCharsets.US_ASCII);
      int begin = text.indexOf(KEY_BEGIN);
      int end = text.indexOf(KEY_END);
      if (begin < 0 || end < begin) {
        throw new IOException("no unencrypted PKCS#8 private key");
      }
      encoded = Base64.getMimeDecoder().decode(text.substring(begin + KEY_BEGIN.length(), end));
      return factories.of(algorithm(encoded)).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("a private key that cannot be used");
    } finally {
      if (encoded != null) {
        Arrays.fill(encoded, (byte) 0);
      }
    }
  }

  private static String algorithm(byte[] encoded) throws IOException {
    String oid =
        PrivateKeyInfo.getInstance(encoded).getPrivateKeyAlgorithm().getAlgorithm().getId();
    return switch (oid) {
      case "1.3.101.112" -> "Ed25519";
      case "1.2.840.10045.2.1" -> "EC";
      case "1.2.840.113549.1.1.1" -> "RSA";
      default -> throw new IOException("a private key of the unsupported type " + oid);
    };
  }
}
