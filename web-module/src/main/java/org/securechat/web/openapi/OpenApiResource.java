package org.securechat.web.openapi;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.securechat.server.actor.Roles;

/** {@code /openapi.yaml}. */
@Path("/openapi.yaml")
@RequestScoped
public class OpenApiResource {

  @GET
  @Produces("application/yaml")
  @RolesAllowed(Roles.ADMINISTRATOR)
  public String get() {
    return OpenApiDocument.text();
  }
}
