package org.securechat.client.pki.check;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.key.Passphrase;

/**
 * By what a folder is judged.
 *
 * @param role for whom it is
 * @param serverName what the server has as its setting {@code securechat.name}
 * @param host by which clients dial the server, if that is to be judged
 * @param policy what to do without a current revocation list
 * @param notice how long before its end something is said to end soon
 * @param passphrase of keys that are encrypted
 */
public record Expectations(
    Role role,
    String serverName,
    Optional<String> host,
    RevocationPolicy policy,
    Duration notice,
    Passphrase passphrase,
    Clock clock) {

  /** For whom a folder is. */
  public enum Role {
    /** A server: its certificate and that of its receipts. */
    SERVER,
    /** Users. */
    CLIENT,
    /** Those whose files are there. */
    ALL
  }
}
