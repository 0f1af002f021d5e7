package org.securechat.web.certificate;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.securechat.server.actor.Roles;
import org.securechat.server.admin.certificate.CrlAdministration;
import org.securechat.server.certificate.CrlStatus;
import org.securechat.web.page.Page;
import org.securechat.web.security.Caller;

/** {@code /certificates/crls}. */
@Path("/certificates/crls")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class CrlResource {

  private final CrlAdministration administration;
  private final CrlStatus status;
  private final Caller caller;

  /** For the container's proxy. */
  public CrlResource() {
    this(null, null, null);
  }

  @Inject
  public CrlResource(CrlAdministration administration, CrlStatus status, Caller caller) {
    this.administration = administration;
    this.status = status;
    this.caller = caller;
  }

  @GET
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Page<CrlView> list() {
    return new Page<>(status.lists().stream().map(CrlView::of).toList(), null);
  }

  @POST
  @Consumes({"application/pkix-crl", "application/x-pem-file", MediaType.APPLICATION_OCTET_STREAM})
  @RolesAllowed(Roles.ADMINISTRATOR)
  public CrlView upload(InputStream body) throws IOException {
    byte[] content = body.readNBytes(CrlAdministration.MAX_BYTES + 1);
    if (content.length > CrlAdministration.MAX_BYTES) {
      throw new WebApplicationException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
    }
    return CrlView.of(administration.upload(content, caller.actor()));
  }
}
