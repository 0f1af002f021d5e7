package org.securechat.server.session;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.identity.PeerIdentity;

/**
 * What is known of an open session. A picture of one moment.
 *
 * @param channelBinding 64 hex digits, as they stand in each signed message (a classic session,
 *     which has none, has a random number); unique across nodes and restarts, and no secret
 * @param connection the connection's number, as it stands in this node's log
 * @param userId the account; empty until a user has logged in
 * @param user its name; empty until a user has logged in
 * @param peer whose certificate was accepted
 * @param address where the peer connects from
 * @param since when the handshake was complete
 */
public record OpenSession(
    String channelBinding,
    long connection,
    Optional<UUID> userId,
    Optional<String> user,
    PeerIdentity peer,
    InetAddress address,
    Instant since) {

  /** The hex SHA-256 of the peer's certificate. */
  public String certificateSha256() {
    return peer.certificateSha256();
  }
}
