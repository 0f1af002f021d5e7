package org.securechat.server.session;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.securechat.server.cluster.ClusterSession;

/**
 * What a list of sessions has of one, on whichever server of a cluster it is.
 *
 * @param channelBinding see {@link OpenSession#channelBinding}
 * @param connection the connection's number, as it stands in the log of its server
 * @param user empty until a user has logged in
 * @param certificateSha256 the hex SHA-256 of the peer's certificate
 * @param address where the peer connects from
 * @param since when the handshake was complete
 * @param node what operators call its server; empty for a session of this one
 */
public record ListedSession(
    String channelBinding,
    long connection,
    Optional<String> user,
    String certificateSha256,
    InetAddress address,
    Instant since,
    Optional<String> node) {

  /** One of this server. */
  public static ListedSession of(OpenSession session) {
    return new ListedSession(
        session.channelBinding(),
        session.connection(),
        session.user(),
        session.certificateSha256(),
        session.address(),
        session.since(),
        Optional.empty());
  }

  /** One of another server. */
  public static ListedSession of(ClusterSession session) {
    return new ListedSession(
        session.channelBinding(),
        session.connection(),
        Optional.of(session.user()),
        session.certificateSha256(),
        session.address(),
        session.since(),
        Optional.of(session.node()));
  }
}
