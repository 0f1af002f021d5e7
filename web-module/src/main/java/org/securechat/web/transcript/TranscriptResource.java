package org.securechat.web.transcript;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import org.securechat.protocol.name.Names;
import org.securechat.server.actor.Roles;
import org.securechat.server.admin.export.PositionRange;
import org.securechat.server.admin.export.TranscriptExports;
import org.securechat.web.page.RangeView;
import org.securechat.web.page.TimeParameter;
import org.securechat.web.security.Caller;

/**
 * {@code /rooms/{room}/transcript}, {@code /range} and {@code /bundle}. The class has the path that
 * the rooms themselves have: of two that differ, only the longer would be looked at.
 */
@Path("/rooms")
@RequestScoped
public class TranscriptResource {
  private static final String TEXT = "text/plain;charset=us-ascii";
  private static final String ZIP = "application/zip";

  private final TranscriptExports exports;
  private final Caller caller;

  /** For the container's proxy. */
  public TranscriptResource() {
    this(null, null);
  }

  @Inject
  public TranscriptResource(TranscriptExports exports, Caller caller) {
    this.exports = exports;
    this.caller = caller;
  }

  @GET
  @Path("/{room}/transcript")
  @Produces(TEXT)
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Response transcript(
      @PathParam("room") String room,
      @QueryParam("from") @Min(1) Long from,
      @QueryParam("to") @Min(0) Long to,
      @QueryParam("since") String since,
      @QueryParam("until") String until) {
    PositionRange range =
        exports.open(room, TimeParameter.range(from, to, since, until), caller.actor());
    StreamingOutput lines = out -> exports.write(range, out);
    return download(Response.ok(lines, TEXT), range, "txt");
  }

  @GET
  @Path("/{room}/bundle")
  @Produces(ZIP)
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Response bundle(
      @PathParam("room") String room,
      @QueryParam("from") @Min(1) Long from,
      @QueryParam("to") @Min(0) Long to,
      @QueryParam("since") String since,
      @QueryParam("until") String until) {
    TranscriptExports.Export export =
        exports.bundle(room, TimeParameter.range(from, to, since, until), caller.actor());
    return download(Response.ok(export.zip(), ZIP), export.range(), "zip");
  }

  @GET
  @Path("/{room}/range")
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public RangeView range(
      @PathParam("room") String room,
      @QueryParam("from") @Min(1) Long from,
      @QueryParam("to") @Min(0) Long to,
      @QueryParam("since") String since,
      @QueryParam("until") String until,
      @QueryParam("user") @Size(max = Names.MAX_USERNAME) String user) {
    return RoomRanges.view(
        exports.plan(
            room,
            TimeParameter.range(from, to, since, until),
            Optional.ofNullable(user),
            caller.actor()));
  }

  private static Response download(
      Response.ResponseBuilder answer, PositionRange range, String extension) {
    // A direct room's colons do not belong in the name of a file.
    String file = range.roomName().replace(':', '_') + "-" + range.first() + "-" + range.last();
    return answer
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"" + file + "." + extension + "\"")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
