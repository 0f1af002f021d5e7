package org.securechat.server.account;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;

/**
 * Does for a password that reaches the server what a client does for one that does not: Argon2id.
 * It costs 19 MiB and about 30 ms of a core, so no more of them run at once than there are cores.
 * Thread-safe.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class PasswordDerivation {
  private static final long PATIENCE_SECONDS = 5;

  private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());

  /**
   * What is to be stored of a new password.
   *
   * @param password remains the caller's to wipe
   * @throws AccountException {@code OVERLOADED} if others have kept all cores busy for {@value
   *     #PATIENCE_SECONDS} seconds
   */
  public StoredPassword derive(char[] password) {
    byte[] salt = new byte[PasswordKey.SALT_LENGTH];
    Providers.random().nextBytes(salt);
    try (SecretBytes key = key(password, salt, KdfParameters.DEFAULT)) {
      return StoredPassword.of(salt, KdfParameters.DEFAULT, key);
    }
  }

  /**
   * Whether a password is the one that is stored.
   *
   * @param password remains the caller's to wipe
   * @throws AccountException as {@link #derive}
   */
  public boolean fits(char[] password, StoredPassword stored) {
    try (SecretBytes key = key(password, stored.salt(), stored.parameters())) {
      return stored.matches(key);
    }
  }

  private SecretBytes key(char[] password, byte[] salt, KdfParameters parameters) {
    acquire();
    try {
      return PasswordKey.derive(password, salt, parameters);
    } finally {
      cores.release();
    }
  }

  private void acquire() {
    try {
      if (cores.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AccountException(AccountException.Reason.OVERLOADED, "too many passwords at once");
  }
}
