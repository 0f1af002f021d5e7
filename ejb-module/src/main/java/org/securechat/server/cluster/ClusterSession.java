package org.securechat.server.cluster;

import java.net.InetAddress;
import java.time.Instant;

/**
 * A login to a server of the cluster.
 *
 * @param channelBinding by which the session is known
 * @param connection the connection's number, as it stands in the log of its server
 * @param user who has logged in
 * @param certificateSha256 the hex SHA-256 of the peer's certificate
 * @param address where the peer connects from
 * @param since when the handshake was complete
 * @param node what operators call its server
 */
public record ClusterSession(
    String channelBinding,
    long connection,
    String user,
    String certificateSha256,
    InetAddress address,
    Instant since,
    String node) {}
