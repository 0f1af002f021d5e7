package org.securechat.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.DomainException;
import org.securechat.server.ServiceException;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;

/** An account and its line in the audit log, in one transaction. */
@ApplicationScoped
public class AuditedEnrolment implements Enrolment {
  private Users users;
  private AuditLog audit;

  /** For the container's proxy. */
  public AuditedEnrolment() {}

  @Inject
  AuditedEnrolment(Users users, AuditLog audit) {
    this.users = users;
    this.audit = audit;
  }

  @Override
  public void add(User user, PeerIdentity peer, InetAddress address) throws NameTakenException {
    AuditEvent event =
        AuditEvent.of(AuditAction.USER_REGISTER)
            .by(user.username())
            .as("user", "certificate")
            .from(address.getHostAddress())
            .on(user.username())
            .with("certificate", peer.certificateSha256());
    AtomicReference<NameTakenException> taken = new AtomicReference<>();
    try {
      audit.perform(event, () -> add(user, taken));
    } catch (DomainException e) {
      if (taken.get() != null) {
        throw taken.get();
      }
      throw e;
    }
  }

  private void add(User user, AtomicReference<NameTakenException> taken) {
    try {
      taken.set(null);
      users.addWithin(user);
    } catch (NameTakenException e) {
      taken.set(e);
      throw new ServiceException(ErrorCode.NAME_TAKEN, e.getMessage());
    }
  }
}
