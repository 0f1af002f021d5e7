package org.securechat.web.health;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.securechat.server.actor.Roles;
import org.securechat.server.metrics.Metrics;

/**
 * What Prometheus reads. How busy a server is tells who talks when, so this is for those who may
 * see it.
 */
@Path("/metrics")
@RequestScoped
@RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR, Roles.OPERATOR})
public class MetricsResource {

  private final Metrics metrics;

  /** For the container's proxy. */
  public MetricsResource() {
    this(null);
  }

  @Inject
  public MetricsResource(Metrics metrics) {
    this.metrics = metrics;
  }

  @GET
  public Response get() {
    StreamingOutput text = metrics::write;
    return Response.ok(text, Metrics.CONTENT_TYPE).header("Cache-Control", "no-store").build();
  }
}
