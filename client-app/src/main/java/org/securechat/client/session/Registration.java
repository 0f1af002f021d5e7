package org.securechat.client.session;

import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ChatConnection;
import org.securechat.client.connection.ConnectionException;
import org.securechat.client.connection.ConnectionSettings;
import org.securechat.client.identity.Identity;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;

/** Opening an account. */
public final class Registration {
  private Registration() {}

  /**
   * Opens an account on a connection of its own.
   *
   * @param password asked for once the server has accepted the certificate
   */
  public static void register(
      ConnectionSettings settings, String user, SessionSettings.PasswordSource password)
      throws ClientException {
    Identity.username(user);
    byte[] salt = new byte[PasswordKey.SALT_LENGTH];
    Providers.random().nextBytes(salt);
    KdfParameters parameters = KdfParameters.DEFAULT;
    try (ChatConnection connection = ChatConnection.open(settings, new Quiet());
        SecretBytes key = LoginKey.derive(password.get(), salt, parameters)) {
      connection.ask(
          id -> new Request.Register(id, user, salt, parameters, key), Answer.Empty.class);
    }
  }

  private static final class Quiet implements ChatConnection.Listener {
    @Override
    public void pushed(ServerMessage message) {}

    @Override
    public void ended(Optional<ConnectionException> why) {}
  }
}
