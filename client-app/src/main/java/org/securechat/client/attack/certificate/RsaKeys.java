package org.securechat.client.attack.certificate;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.securechat.protocol.crypto.Providers;

/** An RSA key that is made at the first use, because that takes a second or more. Thread-safe. */
public final class RsaKeys {
  private static final int BITS = 2048;

  private KeyPair keys;

  public synchronized KeyPair get() {
    if (keys == null) {
      KeyPairGenerator generator = Providers.keyPairGenerator("RSA");
      generator.initialize(BITS, Providers.random());
      keys = generator.generateKeyPair();
    }
    return keys;
  }
}
