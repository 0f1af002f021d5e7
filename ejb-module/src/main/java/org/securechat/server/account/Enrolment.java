package org.securechat.server.account;

import java.net.InetAddress;
import org.securechat.protocol.identity.PeerIdentity;

/** How an account that somebody registers for themselves comes into being. Thread-safe. */
public interface Enrolment {
  /**
   * Adds the account and says so in the audit log, both or neither.
   *
   * @throws NameTakenException if the username or the e-mail address is another account's
   * @throws org.securechat.server.ServiceException {@code unavailable}
   */
  void add(User user, PeerIdentity peer, InetAddress address) throws NameTakenException;
}
