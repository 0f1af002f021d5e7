package org.securechat.web.session;

import java.time.Instant;
import org.securechat.connector.address.IpAddresses;
import org.securechat.server.session.ListedSession;

/**
 * An open session.
 *
 * @param id the session's channel binding, as every message that is signed in it names it
 * @param user who has logged in; absent until a user has logged in
 * @param certificateSha256 whose certificate the peer has shown
 * @param address where it comes from
 * @param since when the handshake was complete
 * @param state {@code logged_in} or {@code connected}
 * @param connection the number under which the log of its server speaks of it
 * @param node what the database calls its server, where that is another one of the cluster
 */
public record SessionView(
    String id,
    String user,
    String certificateSha256,
    String address,
    Instant since,
    String state,
    long connection,
    String node) {

  static SessionView of(ListedSession session) {
    return new SessionView(
        session.channelBinding(),
        session.user().orElse(null),
        session.certificateSha256(),
        IpAddresses.text(session.address()),
        session.since(),
        session.user().isPresent() ? "logged_in" : "connected",
        session.connection(),
        session.node().orElse(null));
  }
}
