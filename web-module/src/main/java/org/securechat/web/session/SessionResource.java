package org.securechat.web.session;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.securechat.server.actor.Roles;
import org.securechat.server.admin.user.SessionAdministration;
import org.securechat.server.admin.user.SessionPlace;
import org.securechat.web.page.Cursor;
import org.securechat.web.page.Page;
import org.securechat.web.security.Caller;

/** {@code /sessions}. */
@Path("/sessions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {
  private final SessionAdministration sessions;
  private final Caller caller;

  /** For the container's proxy. */
  public SessionResource() {
    this(null, null);
  }

  @Inject
  public SessionResource(SessionAdministration sessions, Caller caller) {
    this.sessions = sessions;
    this.caller = caller;
  }

  @GET
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.OPERATOR, Roles.AUDITOR})
  public Page<SessionView> list(
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("after") String after,
      @QueryParam("user") String user) {
    return Page.of(
        sessions.list(
            Optional.ofNullable(user), Cursor.decode(after).map(SessionPlace::parse), limit),
        limit,
        SessionView::of,
        session -> SessionPlace.of(session).format());
  }

  @GET
  @Path("/{id}")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.OPERATOR, Roles.AUDITOR})
  public SessionView get(@PathParam("id") String id) {
    return SessionView.of(sessions.get(id));
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.OPERATOR})
  public EndedAnswer end(@PathParam("id") String id) {
    sessions.disconnect(id, caller.actor());
    return new EndedAnswer(1);
  }

  @DELETE
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.OPERATOR})
  public EndedAnswer endAll(@QueryParam("user") @NotNull String user) {
    return new EndedAnswer(sessions.disconnectAll(user, caller.actor()));
  }
}
