package org.securechat.server.account;

import java.time.Clock;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.SecretBytes;

/** Opens what other packages' tests need of this one. */
public final class AccountAccess {
  private AccountAccess() {}

  public static LoginThrottle throttle(Clock clock) {
    return new LoginThrottle(clock, settings());
  }

  public static AccountSettings settings() {
    return TestUsers.settings(PasswordPolicy.ALWAYS);
  }

  /** One that no key fits. */
  public static StoredPassword password() {
    return StoredPassword.of(
        new byte[StoredPassword.SALT_LENGTH],
        KdfParameters.DEFAULT,
        SecretBytes.random(StoredPassword.KEY_LENGTH));
  }

  /** The same decoy for every name. */
  public static DecoyAccounts decoys() {
    return new DecoyAccounts() {
      @Override
      public StoredPassword password(String name) {
        return AccountAccess.password();
      }
    };
  }
}
