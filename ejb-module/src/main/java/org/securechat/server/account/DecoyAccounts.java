package org.securechat.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;

/**
 * Passwords for names without an account, so that the server answers an unknown user like a known
 * one. The same name always gets the same salt, from every node and after every restart. No key
 * fits. Thread-safe.
 */
@ApplicationScoped
public class DecoyAccounts {
  private static final String SECRET = "fake-salt";
  private static final String LABEL = "securechat/fake-salt/1\n";
  private static final String HMAC = "HmacSHA256";

  private final ServerSecrets secrets;
  private final ReentrantLock making = new ReentrantLock();
  private volatile SecretBytes secret;

  /** For the container's proxy. */
  public DecoyAccounts() {
    this.secrets = null;
  }

  @Inject
  public DecoyAccounts(ServerSecrets secrets) {
    this.secrets = secrets;
  }

  /**
   * Makes the password of an account that does not exist: always the same one for a name.
   *
   * @param name as typed and folded, of any length
   */
  public StoredPassword password(String name) {
    byte[] salt = Arrays.copyOf(hmac(LABEL + name), StoredPassword.SALT_LENGTH);
    try (SecretBytes nobodyHasIt = SecretBytes.random(StoredPassword.KEY_LENGTH)) {
      return StoredPassword.of(salt, KdfParameters.DEFAULT, nobodyHasIt);
    }
  }

  private byte[] hmac(String text) {
    byte[] key = secret().expose();
    try {
      Mac mac = Providers.mac(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private SecretBytes secret() {
    if (secret == null) {
      // Of two that make it at once, one would fail, and the container would log that as a fault.
      making.lock();
      try {
        if (secret == null) {
          secret = obtained();
        }
      } finally {
        making.unlock();
      }
    }
    return secret;
  }

  private SecretBytes obtained() {
    try {
      return secrets.obtain(SECRET);
    } catch (RuntimeException e) {
      // Another node may just have made it; then it is there now.
      return secrets.obtain(SECRET);
    }
  }
}
