package org.securechat.web.user;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.Optional;
import org.securechat.protocol.name.Names;
import org.securechat.server.account.AccountState;
import org.securechat.server.account.User;
import org.securechat.server.account.UserSearch;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.Roles;
import org.securechat.server.admin.user.ErasurePreview;
import org.securechat.server.admin.user.NewPassword;
import org.securechat.server.admin.user.UserAdministration;
import org.securechat.server.admin.user.UserErasure;
import org.securechat.server.limit.Searches;
import org.securechat.web.page.Cursor;
import org.securechat.web.page.Page;
import org.securechat.web.page.Preconditions;
import org.securechat.web.security.Caller;

/** {@code /users}. */
@Path("/users")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class UserResource {
  private final UserAdministration users;
  private final UserErasure erasure;
  private final ErasurePreview preview;
  private final Searches searches;
  private final Caller caller;

  /** For the container's proxy. */
  public UserResource() {
    this(null, null, null, null, null);
  }

  @Inject
  public UserResource(
      UserAdministration users,
      UserErasure erasure,
      ErasurePreview preview,
      Searches searches,
      Caller caller) {
    this.users = users;
    this.erasure = erasure;
    this.preview = preview;
    this.searches = searches;
    this.caller = caller;
  }

  @GET
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Page<UserView> list(
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("after") String after,
      @QueryParam("q") @Size(max = Names.MAX_USERNAME) String q,
      @QueryParam("state") String state) {
    UserSearch search =
        new UserSearch(
            Cursor.decode(after).orElse(""),
            limit,
            Optional.ofNullable(q),
            Optional.ofNullable(state).map(UserResource::state));
    return Page.of(
        searches.run(caller.name(), () -> users.find(search)), limit, UserView::of, User::username);
  }

  private static AccountState state(String name) {
    return AccountState.of(name)
        .orElseThrow(() ->
            AdministrationException.invalid(
                "state", "must be active, disabled, erasing or erased"));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response create(@NotNull @Valid NewUserRequest request, @Context UriInfo uri) {
    User user = users.create(request.account(), caller.actor());
    return tagged(
            Response.created(uri.getAbsolutePathBuilder().path(user.username()).build()), user)
        .entity(UserView.of(user))
        .build();
  }

  @GET
  @Path("/{username}")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Response get(@PathParam("username") String username) {
    return answer(users.get(username));
  }

  @POST
  @Path("/{username}/disable")
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response disable(
      @PathParam("username") String username, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    return answer(users.disable(username, Preconditions.expected(ifMatch), caller.actor()));
  }

  @POST
  @Path("/{username}/enable")
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response enable(
      @PathParam("username") String username, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    return answer(users.enable(username, Preconditions.expected(ifMatch), caller.actor()));
  }

  @POST
  @Path("/{username}/mark-bot")
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response markBot(
      @PathParam("username") String username, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    return answer(users.markBot(username, true, Preconditions.expected(ifMatch), caller.actor()));
  }

  @POST
  @Path("/{username}/mark-person")
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response markPerson(
      @PathParam("username") String username, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    return answer(users.markBot(username, false, Preconditions.expected(ifMatch), caller.actor()));
  }

  @POST
  @Path("/{username}/reset-password")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response resetPassword(
      @PathParam("username") String username,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @NotNull @Valid PasswordRequest request) {
    Optional<NewPassword> password = request.replacement();
    try {
      User user =
          users.resetPassword(username, password, Preconditions.expected(ifMatch), caller.actor());
      String shown = password.filter(NewPassword::isGenerated).map(UserResource::text).orElse(null);
      return tagged(Response.ok(), user)
          .entity(new PasswordAnswer(UserView.of(user), shown))
          .header(HttpHeaders.CACHE_CONTROL, "no-store")
          .build();
    } finally {
      password.ifPresent(NewPassword::close);
    }
  }

  @GET
  @Path("/{username}/erasure")
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response erasure(@PathParam("username") String username) {
    ErasurePreview.Preview found =
        searches.run(caller.name(), () -> preview.of(username, caller.actor()));
    return tagged(Response.ok(), found.user()).entity(ErasureView.of(found)).build();
  }

  @DELETE
  @Path("/{username}")
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response erase(
      @PathParam("username") String username, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    UserErasure.Erased erased =
        erasure.erase(username, Preconditions.expected(ifMatch), caller.actor());
    return tagged(Response.ok(), erased.user()).entity(ErasedAnswer.of(erased)).build();
  }

  private static String text(NewPassword password) {
    char[] text = password.expose();
    try {
      return new String(text);
    } finally {
      Arrays.fill(text, '\0');
    }
  }

  private static Response answer(User user) {
    return tagged(Response.ok(), user).entity(UserView.of(user)).build();
  }

  private static ResponseBuilder tagged(ResponseBuilder answer, User user) {
    return answer.tag(Preconditions.tag(user.version()));
  }
}
