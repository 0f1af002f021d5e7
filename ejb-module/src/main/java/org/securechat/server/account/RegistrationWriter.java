package org.securechat.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import org.securechat.connector.address.IpAddresses;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;

/**
 * Writes the account of a user who registers, and its line in the audit log, in one transaction.
 * Thread-safe.
 */
@ApplicationScoped
public class RegistrationWriter {
  private final Users users;
  private final AuditLog audit;

  /** For the container's proxy. */
  public RegistrationWriter() {
    this(null, null);
  }

  @Inject
  public RegistrationWriter(Users users, AuditLog audit) {
    this.users = users;
    this.audit = audit;
  }

  /**
   * Adds the account and its line in the audit log, both or neither.
   *
   * @throws AccountException {@code NAME_TAKEN}
   * @throws org.securechat.server.audit.AuditException if the audit log takes no line
   */
  public void add(User user, PeerIdentity peer, InetAddress address) {
    audit.perform(
        AuditEvent.of(AuditAction.USER_REGISTER)
            .by(user.username())
            .as("user", "certificate")
            .from(IpAddresses.text(address))
            .on(user.username())
            .with("certificate", peer.certificateSha256()),
        () -> users.addWithin(user));
  }
}
