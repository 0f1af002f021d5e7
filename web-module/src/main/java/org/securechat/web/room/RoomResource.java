package org.securechat.web.room;

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
import jakarta.ws.rs.PUT;
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
import java.util.Locale;
import java.util.Optional;
import org.securechat.protocol.application.Visibility;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.Roles;
import org.securechat.server.admin.room.RoomAdministration;
import org.securechat.server.limit.Searches;
import org.securechat.server.room.Member;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomSearch;
import org.securechat.web.page.Cursor;
import org.securechat.web.page.Page;
import org.securechat.web.page.Preconditions;
import org.securechat.web.security.Caller;

/** {@code /rooms}. */
@Path("/rooms")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RoomResource {
  private final RoomAdministration rooms;
  private final Searches searches;
  private final Caller caller;

  /** For the container's proxy. */
  public RoomResource() {
    this(null, null, null);
  }

  @Inject
  public RoomResource(RoomAdministration rooms, Searches searches, Caller caller) {
    this.rooms = rooms;
    this.searches = searches;
    this.caller = caller;
  }

  @GET
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Page<RoomView> list(
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("after") String after,
      @QueryParam("q") @DefaultValue("") @Size(max = 132) String q,
      @QueryParam("visibility") String visibility,
      @QueryParam("archived") String archived) {
    RoomSearch search =
        new RoomSearch(
            q.toLowerCase(Locale.ROOT),
            Optional.ofNullable(visibility).map(RoomResource::visibility),
            Optional.ofNullable(archived).map(RoomResource::flag),
            Cursor.decode(after).orElse(""),
            limit);
    return Page.of(
        searches.run(caller.name(), () -> rooms.find(search)), limit, RoomView::of, Room::name);
  }

  private static Visibility visibility(String name) {
    return Visibility.of(name)
        .orElseThrow(() ->
            AdministrationException.invalid(
                "visibility", "is public, announced, private or direct"));
  }

  private static boolean flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw AdministrationException.invalid("archived", "is true or false");
    }
    return text.equals("true");
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response create(@NotNull @Valid NewRoomRequest request, @Context UriInfo uri) {
    Room room =
        rooms.create(
            request.name(), visibility(request.visibility()), request.owner(), caller.actor());
    return tagged(Response.created(uri.getAbsolutePathBuilder().path(room.name()).build()), room)
        .build();
  }

  @GET
  @Path("/{room}")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Response get(@PathParam("room") String room) {
    return answer(rooms.get(room));
  }

  @GET
  @Path("/{room}/members")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Page<MemberView> members(
      @PathParam("room") String room,
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("after") String after) {
    return Page.of(
        rooms.members(room, Cursor.decode(after).orElse(""), limit),
        limit,
        MemberView::of,
        Member::username);
  }

  @POST
  @Path("/{room}/archive")
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response archive(
      @PathParam("room") String room, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    return answer(rooms.archive(room, Preconditions.expected(ifMatch), caller.actor()));
  }

  @POST
  @Path("/{room}/unarchive")
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response unarchive(
      @PathParam("room") String room, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    return answer(rooms.reopen(room, Preconditions.expected(ifMatch), caller.actor()));
  }

  @PUT
  @Path("/{room}/owner")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response owner(@PathParam("room") String room, @NotNull @Valid NewOwnerRequest request) {
    return answer(rooms.appoint(room, request.user(), caller.actor()));
  }

  @PUT
  @Path("/{room}/retention")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response retention(
      @PathParam("room") String room,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @NotNull @Valid RetentionRequest request) {
    return answer(
        rooms.retain(
            room,
            request.retention(),
            request.reason(),
            Preconditions.expected(ifMatch),
            caller.actor()));
  }

  private Response answer(Room room) {
    return tagged(Response.ok(), room).build();
  }

  private ResponseBuilder tagged(ResponseBuilder answer, Room room) {
    return answer
        .tag(Preconditions.tag(room.version()))
        .entity(RoomView.of(room, TermsView.of(rooms.terms(room.name()))));
  }
}
