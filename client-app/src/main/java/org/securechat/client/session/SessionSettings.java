package org.securechat.client.session;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ConnectionSettings;
import org.securechat.client.storage.UserDataFolder;
import org.securechat.protocol.identity.RevocationSource;

/**
 * What a session needs to know.
 *
 * @param connection where to and as whom
 * @param user the account
 * @param password where the password comes from; empty if the server wants the certificate alone
 * @param data where transcripts and receipts are kept
 * @param authorities whose certificates count
 * @param revocations which of them do not count any more
 * @param reconnect whether to come back by itself after the connection was lost
 */
public record SessionSettings(
    ConnectionSettings connection,
    String user,
    Optional<PasswordSource> password,
    UserDataFolder data,
    List<X509Certificate> authorities,
    RevocationSource revocations,
    boolean reconnect) {

  /** Gives the password when it is needed. */
  @FunctionalInterface
  public interface PasswordSource {
    /** The password; the caller wipes it. */
    char[] get() throws ClientException;
  }

  /** Copies the list and rejects missing parts. */
  public SessionSettings {
    Objects.requireNonNull(connection);
    Objects.requireNonNull(user);
    Objects.requireNonNull(password);
    Objects.requireNonNull(data);
    authorities = List.copyOf(authorities);
    Objects.requireNonNull(revocations);
  }

  /** The same with a password that is known already. */
  public SessionSettings withPassword(PasswordSource known) {
    return new SessionSettings(
        connection, user, Optional.of(known), data, authorities, revocations, reconnect);
  }
}
