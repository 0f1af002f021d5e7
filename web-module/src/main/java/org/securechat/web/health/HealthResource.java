package org.securechat.web.health;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.securechat.server.actor.Roles;
import org.securechat.server.monitoring.ServerProbes;

/**
 * {@code /health} with its details. The answer is 200 also where something is down: it is about the
 * server, and the question has been answered.
 */
@Path("/health")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR, Roles.OPERATOR})
public class HealthResource {

  private final ServerProbes probes;

  /** For the container's proxy. */
  public HealthResource() {
    this(null);
  }

  @Inject
  public HealthResource(ServerProbes probes) {
    this.probes = probes;
  }

  @GET
  public HealthView get() {
    return HealthView.of(probes);
  }
}
