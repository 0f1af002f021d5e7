package org.securechat.web.transcript;

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
import java.time.Instant;
import java.util.Optional;
import org.securechat.protocol.name.Names;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.Roles;
import org.securechat.server.admin.export.ReceiptArchive;
import org.securechat.server.limit.Searches;
import org.securechat.server.receipt.IssuedReceipt;
import org.securechat.server.receipt.ReceiptSearch;
import org.securechat.web.page.Cursor;
import org.securechat.web.page.Page;
import org.securechat.web.security.Caller;

/** {@code /receipts}. */
@Path("/receipts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ReceiptResource {
  private final ReceiptArchive receipts;
  private final Searches searches;
  private final Caller caller;

  /** For the container's proxy. */
  public ReceiptResource() {
    this(null, null, null);
  }

  @Inject
  public ReceiptResource(ReceiptArchive receipts, Searches searches, Caller caller) {
    this.receipts = receipts;
    this.searches = searches;
    this.caller = caller;
  }

  @GET
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Page<ReceiptView> list(
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("after") String after,
      @QueryParam("room") @Size(max = 132) String room,
      @QueryParam("user") @Size(max = Names.MAX_USERNAME) String user) {
    return Page.of(
        searches.run(
            caller.name(),
            () ->
                receipts.find(
                    Optional.ofNullable(room),
                    Optional.ofNullable(user),
                    Cursor.decode(after).map(ReceiptResource::place),
                    limit,
                    caller.actor())),
        limit,
        ReceiptView::of,
        receipt -> receipt.issuedAt().toEpochMilli() + " " + receipt.sha256());
  }

  private static ReceiptSearch.Place place(String text) {
    String[] parts = text.split(" ", 0);
    if (parts.length != 2 || !parts[0].matches("[0-9]{1,15}")) {
      throw AdministrationException.invalid("after", "is not the 'next' of a previous page");
    }
    return new ReceiptSearch.Place(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]);
  }

  @GET
  @Path("/{sha256}")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public ReceiptView get(@PathParam("sha256") String sha256) {
    return ReceiptView.of(receipts.get(sha256, caller.actor()));
  }

  @GET
  @Path("/{sha256}/receipt.json")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Response json(@PathParam("sha256") String sha256) {
    IssuedReceipt receipt = receipts.get(sha256, caller.actor());
    return download(receipt.receipt(), MediaType.APPLICATION_JSON, "receipt.json");
  }

  @GET
  @Path("/{sha256}/receipt.sig")
  @Produces("application/octet-stream")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Response signature(@PathParam("sha256") String sha256) {
    IssuedReceipt receipt = receipts.get(sha256, caller.actor());
    return download(receipt.signature(), "application/octet-stream", "receipt.sig");
  }

  private static Response download(byte[] bytes, String type, String file) {
    return Response.ok(bytes, type)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
