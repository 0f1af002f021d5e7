package org.securechat.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;

/** What a caller's role does not permit: it is refused, and on record. */
@ApplicationScoped
public class Denials {
  private final Caller caller;
  private final AuditLog audit;

  /** For the container's proxy. */
  public Denials() {
    this(null, null);
  }

  @Inject
  public Denials(Caller caller, AuditLog audit) {
    this.caller = caller;
    this.audit = audit;
  }

  /** The refusal to be thrown. */
  public ForbiddenException of(ContainerRequestContext request) {
    audit.later(
        AuditEvent.of(AuditAction.ADMINISTRATOR_DENIED)
            .by(caller.actor())
            .on(request.getMethod() + " /" + request.getUriInfo().getPath())
            .denied());
    return new ForbiddenException();
  }
}
