package org.securechat.web.administrator;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.securechat.server.account.PasswordDerivation;
import org.securechat.server.account.StoredPassword;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.Role;
import org.securechat.server.actor.Roles;
import org.securechat.server.admin.account.Administrator;
import org.securechat.server.admin.account.Administrators;
import org.securechat.server.admin.account.CertificateRule;
import org.securechat.server.admin.account.NewAdministrator;
import org.securechat.web.page.Cursor;
import org.securechat.web.page.Page;
import org.securechat.web.page.Preconditions;
import org.securechat.web.security.Caller;

/** {@code /administrators}, for administrators alone. */
@Path("/administrators")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMINISTRATOR)
public class AdministratorResource {
  private final Administrators administrators;
  private final PasswordDerivation passwords;
  private final Caller caller;

  /** For the container's proxy. */
  public AdministratorResource() {
    this(null, null, null);
  }

  @Inject
  public AdministratorResource(
      Administrators administrators, PasswordDerivation passwords, Caller caller) {
    this.administrators = administrators;
    this.passwords = passwords;
    this.caller = caller;
  }

  @GET
  public Page<AdministratorView> list(
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("after") String after) {
    return Page.of(
        administrators.page(Cursor.decode(after).orElse(""), limit),
        limit,
        AdministratorView::of,
        Administrator::name);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(@NotNull @Valid NewAdministratorRequest request, @Context UriInfo uri) {
    Administrator created =
        administrators.create(
            new NewAdministrator(
                request.name(),
                role(request.role()),
                Optional.ofNullable(request.password()).map(this::derive),
                rule(request.certificate(), request.certificateSha256())),
            caller.actor());
    return Response.created(uri.getAbsolutePathBuilder().path(created.name()).build())
        .tag(Preconditions.tag(created.version()))
        .entity(AdministratorView.of(created))
        .build();
  }

  @GET
  @Path("/{name}")
  public Response get(@PathParam("name") String name) {
    return answer(administrators.get(name));
  }

  @POST
  @Path("/{name}/role")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response changeRole(
      @PathParam("name") String name,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @NotNull @Valid RoleRequest request) {
    return answer(
        administrators.changeRole(
            name, role(request.role()), Preconditions.expected(ifMatch), caller.actor()));
  }

  @POST
  @Path("/{name}/password")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response changePassword(
      @PathParam("name") String name,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @NotNull @Valid PasswordChange request) {
    return answer(
        administrators.changePassword(
            name, derive(request.password()), Preconditions.expected(ifMatch), caller.actor()));
  }

  @POST
  @Path("/{name}/certificate")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response changeCertificate(
      @PathParam("name") String name,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @NotNull @Valid CertificateChange request) {
    return answer(
        administrators.changeCertificate(
            name,
            rule(request.certificate(), request.certificateSha256()),
            Preconditions.expected(ifMatch),
            caller.actor()));
  }

  @POST
  @Path("/{name}/disable")
  public Response disable(
      @PathParam("name") String name, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    return answer(administrators.disable(name, Preconditions.expected(ifMatch), caller.actor()));
  }

  @POST
  @Path("/{name}/enable")
  public Response enable(
      @PathParam("name") String name, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    return answer(administrators.enable(name, Preconditions.expected(ifMatch), caller.actor()));
  }

  @DELETE
  @Path("/{name}")
  public void delete(
      @PathParam("name") String name, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    administrators.delete(name, Preconditions.expected(ifMatch), caller.actor());
  }

  private static Role role(String name) {
    return Role.of(name)
        .orElseThrow(() ->
            AdministrationException.invalid("role", "must be administrator, auditor or operator"));
  }

  private static CertificateRule rule(String kind, String sha256) {
    CertificateRule.Kind chosen =
        CertificateRule.Kind.of(kind == null ? "none" : kind)
            .orElseThrow(() ->
                AdministrationException.invalid("certificate", "must be none, pinned or named"));
    try {
      return new CertificateRule(chosen, sha256 == null ? null : sha256.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw AdministrationException.invalid("certificate_sha256", e.getMessage());
    }
  }

  private StoredPassword derive(String password) {
    char[] text = password.toCharArray();
    try {
      return passwords.derive(PasswordDerivation.Kind.ADMINISTRATORS, text);
    } finally {
      Arrays.fill(text, '\0');
    }
  }

  private static Response answer(Administrator known) {
    return Response.ok(AdministratorView.of(known)).tag(Preconditions.tag(known.version())).build();
  }
}
