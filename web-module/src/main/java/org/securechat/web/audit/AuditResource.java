package org.securechat.web.audit;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.AuditPayload.Outcome;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.Roles;
import org.securechat.server.audit.AuditArchive;
import org.securechat.server.audit.AuditLine;
import org.securechat.server.audit.AuditSearch;
import org.securechat.server.evidence.LineRange;
import org.securechat.server.limit.Searches;
import org.securechat.web.page.Cursor;
import org.securechat.web.page.Page;
import org.securechat.web.page.RangeView;
import org.securechat.web.page.TimeParameter;
import org.securechat.web.security.Caller;

/** {@code /audit}. Every request is itself a line of the audit log before it is answered. */
@Path("/audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
  private static final String ZIP = "application/zip";

  private final AuditArchive archive;
  private final Searches searches;
  private final Caller caller;

  /** For the container's proxy. */
  public AuditResource() {
    this(null, null, null);
  }

  @Inject
  public AuditResource(AuditArchive archive, Searches searches, Caller caller) {
    this.archive = archive;
    this.searches = searches;
    this.caller = caller;
  }

  @GET
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Page<AuditLineView> find(
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("after") String after,
      @QueryParam("actor") @Size(max = AuditPayload.MAX_NAME) String actor,
      @QueryParam("action") @Size(max = AuditPayload.MAX_ACTION) String action,
      @QueryParam("subject") @Size(max = AuditPayload.MAX_NAME) String subject,
      @QueryParam("outcome") String outcome,
      @QueryParam("source") @Size(max = AuditPayload.MAX_SOURCE) String source,
      @QueryParam("since") String since,
      @QueryParam("until") String until) {
    LineRange times = TimeParameter.range(since, until);
    AuditSearch search =
        new AuditSearch(
            Optional.ofNullable(actor),
            Optional.ofNullable(action),
            Optional.ofNullable(subject),
            Optional.ofNullable(outcome).map(AuditResource::outcome),
            Optional.ofNullable(source),
            times.since(),
            times.until(),
            Cursor.decode(after).map(AuditResource::place),
            limit);
    return Page.of(
        searches.run(caller.name(), () -> archive.find(search, caller.actor())),
        limit,
        AuditLineView::of,
        (AuditLine line) -> Long.toString(line.position()));
  }

  @GET
  @Path("/{position}")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public AuditLineView get(@PathParam("position") long position) {
    return AuditLineView.of(archive.get(position, caller.actor()));
  }

  @GET
  @Path("/bundle")
  @Produces(ZIP)
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Response bundle(
      @QueryParam("from") @Min(1) Long from,
      @QueryParam("to") @Min(1) Long to,
      @QueryParam("since") String since,
      @QueryParam("until") String until) {
    AuditArchive.Export export =
        archive.export(TimeParameter.range(from, to, since, until), caller.actor());
    return Response.ok(export.zip(), ZIP)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"audit-" + export.first() + "-" + export.last() + ".zip\"")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  @GET
  @Path("/range")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public RangeView range(
      @QueryParam("from") @Min(1) Long from,
      @QueryParam("to") @Min(1) Long to,
      @QueryParam("since") String since,
      @QueryParam("until") String until) {
    LineRange wanted = TimeParameter.range(from, to, since, until);
    return RangeView.of(
        AuditPayload.ROOM_ID, AuditPayload.ROOM, archive.plan(wanted, caller.actor()));
  }

  @GET
  @Path("/verification")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public VerificationView verify() {
    return VerificationView.of(archive.verify(caller.actor()));
  }

  private static Long place(String text) {
    if (!text.matches("[1-9][0-9]{0,15}")) {
      throw AdministrationException.invalid("after", "is not the 'next' of a previous page");
    }
    return Long.valueOf(text);
  }

  private static Outcome outcome(String name) {
    return Arrays.stream(Outcome.values())
        .filter(value -> value.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () -> AdministrationException.invalid("outcome", "must be success, failure or denied"));
  }
}
