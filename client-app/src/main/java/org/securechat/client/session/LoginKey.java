package org.securechat.client.session;

import java.util.Arrays;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.SecretBytes;

/**
 * The key derived from the password, kept for reconnecting; the password itself is wiped at once.
 * Confined to one thread.
 */
final class LoginKey implements AutoCloseable {
  private final Optional<SessionSettings.PasswordSource> source;
  private byte[] salt;
  private KdfParameters parameters;
  private SecretBytes key;

  LoginKey(Optional<SessionSettings.PasswordSource> source) {
    this.source = source;
  }

  /** The key for what the server asks; empty if there is no password. */
  Optional<SecretBytes> forAccount(Answer.KdfAnswer asked) throws ClientException {
    if (source.isEmpty()) {
      return Optional.empty();
    }
    if (key == null || !Arrays.equals(salt, asked.salt()) || !asked.kdf().equals(parameters)) {
      close();
      key = derive(source.get().get(), asked.salt(), asked.kdf());
      salt = asked.salt().clone();
      parameters = asked.kdf();
    }
    return Optional.of(key);
  }

  static SecretBytes derive(char[] password, byte[] salt, KdfParameters parameters) {
    try {
      return PasswordKey.derive(password, salt, parameters);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  @Override
  public void close() {
    if (key != null) {
      key.close();
      key = null;
    }
  }
}
