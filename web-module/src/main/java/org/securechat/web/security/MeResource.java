package org.securechat.web.security;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.securechat.server.actor.Roles;

/** Who the server thinks is asking. */
@Path("/me")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {

  private final Caller caller;

  /** For the container's proxy. */
  public MeResource() {
    this(null);
  }

  @Inject
  public MeResource(Caller caller) {
    this.caller = caller;
  }

  @GET
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR, Roles.OPERATOR})
  public Me get() {
    return new Me(
        caller.name(), caller.role().wireName(), caller.method().wireName(), caller.address());
  }

  /**
   * The caller.
   *
   * @param name as the audit log has it
   * @param role what they may do
   * @param method how they have proved who they are
   * @param address where they come from
   */
  public record Me(String name, String role, String method, String address) {}
}
