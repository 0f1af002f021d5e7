package org.securechat.web.server;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.securechat.server.actor.Roles;
import org.securechat.server.monitoring.ServerInformation;

/** {@code /server}: what an overview shows beside health and metrics. */
@Path("/server")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR, Roles.OPERATOR})
public class ServerResource {
  private final ServerInformation server;
  private final Clock clock;

  /** For the container's proxy. */
  public ServerResource() {
    this(null, null);
  }

  @Inject
  public ServerResource(ServerInformation server, Clock clock) {
    this.server = server;
    this.clock = clock;
  }

  @GET
  public ServerView get() {
    return ServerView.of(server, clock.instant());
  }
}
