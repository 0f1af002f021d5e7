package org.securechat.client.pki;

import java.io.IOException;
import java.security.PrivateKey;
import java.util.Arrays;
import org.securechat.client.ClientException;
import org.securechat.protocol.identity.key.EncryptedKey;

/** How a new private key is written into its file, which is its owner's alone in any case. */
@FunctionalInterface
public interface KeyForm {
  /** As it is. */
  KeyForm PLAIN = PemText::ofKey;

  /**
   * The content of the file; the caller wipes it.
   *
   * @throws ClientException if there is no passphrase to encrypt it by
   */
  byte[] encode(PrivateKey key) throws IOException, ClientException;

  /** Where the passphrase of a new key comes from. */
  @FunctionalInterface
  interface Source {
    /** The passphrase, which the form wipes. */
    char[] passphrase() throws ClientException;
  }

  /** Encrypted by that passphrase. */
  static KeyForm encrypted(Source source) {
    return key -> {
      char[] passphrase = source.passphrase();
      try {
        return EncryptedKey.encode(key, passphrase);
      } finally {
        Arrays.fill(passphrase, '\0');
      }
    };
  }
}
