package org.securechat.web.transcript;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.securechat.server.administration.Roles;
import org.securechat.server.export.Stretch;
import org.securechat.server.export.TranscriptExports;
import org.securechat.web.security.Caller;

/**
 * {@code /rooms/{room}/transcript} and {@code /rooms/{room}/bundle}. The class has the path that
 * the rooms themselves have: of two that differ, only the longer would be looked at.
 */
@Path("/rooms")
@RequestScoped
@Tag(
    name = "Evidence",
    description =
        "What leaves the record. Every request is in the audit log before it is answered.")
public class TranscriptResource {
  private static final String TEXT = "text/plain;charset=us-ascii";
  private static final String ZIP = "application/zip";

  @EJB private TranscriptExports exports;
  @Inject private Caller caller;

  @GET
  @Path("/{room}/transcript")
  @Produces(TEXT)
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  @Operation(
      summary = "Download a transcript",
      description =
          "The lines of a room's transcript, each with its end of line: who said something when, and"
              + " its hash and signature. What was said is in the evidence bundle. Lines are sent as"
              + " they are verified; if one does not verify, the answer is cut off before the line"
              + " that the file's name ends with.")
  @APIResponse(responseCode = "200", description = "The lines.")
  @APIResponse(responseCode = "404", description = "There is no room of that name.")
  public Response transcript(
      @Parameter(example = "incident-7") @PathParam("room") String room,
      @Parameter(description = "The first line; 1 if absent.", example = "1")
          @QueryParam("from")
          @Min(1)
          Long from,
      @Parameter(description = "The last line; the room's last if absent.", example = "57")
          @QueryParam("to")
          @Min(0)
          Long to) {
    Stretch stretch = exports.open(room, position(from), position(to), caller.actor());
    StreamingOutput lines = out -> exports.write(stretch, out);
    return download(Response.ok(lines, TEXT), stretch, "txt");
  }

  @GET
  @Path("/{room}/bundle")
  @Produces(ZIP)
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  @Operation(
      summary = "Download an evidence bundle",
      description =
          "A zip file with the lines, what was said, the certificates, and a new receipt over all of"
              + " it, which 'securechat verify' and the script in it check without this server. A"
              + " bundle has at most 20000 lines; larger rooms are taken in several, by from and to.")
  @APIResponse(responseCode = "200", description = "The bundle.")
  @APIResponse(responseCode = "404", description = "There is no room of that name.")
  @APIResponse(responseCode = "413", description = "The messages are too long for one bundle.")
  @APIResponse(responseCode = "503", description = "Another bundle is being made; try again.")
  public Response bundle(
      @Parameter(example = "incident-7") @PathParam("room") String room,
      @Parameter(description = "The first line; 1 if absent.", example = "1")
          @QueryParam("from")
          @Min(1)
          Long from,
      @Parameter(description = "The last line; the room's last if absent.", example = "57")
          @QueryParam("to")
          @Min(0)
          Long to) {
    TranscriptExports.Export export =
        exports.bundle(room, position(from), position(to), caller.actor());
    return download(Response.ok(export.zip(), ZIP), export.stretch(), "zip");
  }

  private static OptionalLong position(Long given) {
    return given == null ? OptionalLong.empty() : OptionalLong.of(given);
  }

  private static Response download(
      Response.ResponseBuilder answer, Stretch stretch, String extension) {
    // A direct room's colons do not belong in the name of a file.
    String file =
        stretch.roomName().replace(':', '_') + "-" + stretch.first() + "-" + stretch.last();
    return answer
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"" + file + "." + extension + "\"")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
