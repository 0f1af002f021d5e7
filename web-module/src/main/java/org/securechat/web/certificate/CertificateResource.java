package org.securechat.web.certificate;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.securechat.server.actor.Roles;
import org.securechat.server.admin.certificate.CertificateAdministration;
import org.securechat.server.admin.certificate.CertificateCatalogue;
import org.securechat.server.admin.certificate.CertificateInfo;
import org.securechat.server.admin.certificate.CertificatePage;
import org.securechat.server.admin.certificate.CertificateSearch;
import org.securechat.server.limit.Searches;
import org.securechat.web.page.Cursor;
import org.securechat.web.page.Page;
import org.securechat.web.page.Preconditions;
import org.securechat.web.page.TimeParameter;
import org.securechat.web.security.Caller;

/** {@code /certificates}. */
@Path("/certificates")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class CertificateResource {

  private static final String SHA256 = "{sha256: [0-9a-f]{64}}";

  private final CertificateCatalogue catalogue;
  private final CertificateAdministration administration;
  private final Searches searches;
  private final Caller caller;
  private final Clock clock;

  /** For the container's proxy. */
  public CertificateResource() {
    this(null, null, null, null, null);
  }

  @Inject
  public CertificateResource(
      CertificateCatalogue catalogue,
      CertificateAdministration administration,
      Searches searches,
      Caller caller,
      Clock clock) {
    this.catalogue = catalogue;
    this.administration = administration;
    this.searches = searches;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Page<CertificateView> list(
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("after") String after,
      @QueryParam("q") @Size(max = 254) String q,
      @QueryParam("revoked") Boolean revoked,
      @QueryParam("ends_from") String endsFrom,
      @QueryParam("ends_before") String endsBefore) {
    Optional<Instant> from = TimeParameter.from("ends_from", endsFrom);
    Optional<Instant> before = TimeParameter.from("ends_before", endsBefore);
    CertificatePage page =
        searches.run(
            caller.name(),
            () ->
                catalogue.find(
                    new CertificateSearch(
                        Cursor.decode(after).orElse(""),
                        limit,
                        Optional.ofNullable(q),
                        Optional.ofNullable(revoked),
                        from,
                        before)));
    return new Page<>(
        page.certificates().stream().map(found -> CertificateView.of(found, clock)).toList(),
        page.next().map(Cursor::encode).orElse(null));
  }

  @GET
  @Path(SHA256)
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Response get(@PathParam("sha256") String sha256) {
    return answer(catalogue.get(sha256));
  }

  @POST
  @Path(SHA256 + "/revoke")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response revoke(
      @PathParam("sha256") String sha256,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @NotNull @Valid RevocationRequest request) {
    return answer(
        administration.revoke(
            sha256,
            request.why(),
            request.remark(),
            request.presented(),
            Preconditions.expected(ifMatch),
            caller.actor()));
  }

  private Response answer(CertificateInfo certificate) {
    return Response.ok(CertificateView.of(certificate, clock))
        .tag(Preconditions.tag(certificate.version()))
        .build();
  }
}
