package org.securechat.web.transcript;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.securechat.server.actor.Roles;
import org.securechat.server.admin.export.PersonRooms;
import org.securechat.server.limit.Searches;
import org.securechat.web.page.Cursor;
import org.securechat.web.page.Page;
import org.securechat.web.page.RangeView;
import org.securechat.web.page.TimeParameter;
import org.securechat.web.security.Caller;

/**
 * {@code /users/{username}/rooms}. The class has the path that the users themselves have: of two
 * that differ, only the longer would be looked at.
 */
@Path("/users")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class PersonRoomsResource {
  private final PersonRooms rooms;
  private final Searches searches;
  private final Caller caller;

  /** For the container's proxy. */
  public PersonRoomsResource() {
    this(null, null, null);
  }

  @Inject
  public PersonRoomsResource(PersonRooms rooms, Searches searches, Caller caller) {
    this.rooms = rooms;
    this.searches = searches;
    this.caller = caller;
  }

  @GET
  @Path("/{username}/rooms")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Page<RangeView> list(
      @PathParam("username") String username,
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("after") String after,
      @QueryParam("since") String since,
      @QueryParam("until") String until) {
    PersonRooms.RoomsPage page =
        searches.run(
            caller.name(),
            () ->
                rooms.find(
                    username,
                    TimeParameter.range(since, until),
                    Cursor.decode(after).orElse(""),
                    limit,
                    caller.actor()));
    return new Page<>(
        page.rooms().stream().map(RoomRanges::view).toList(),
        page.next().map(Cursor::encode).orElse(null));
  }
}
