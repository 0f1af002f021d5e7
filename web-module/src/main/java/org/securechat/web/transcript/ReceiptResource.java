package org.securechat.web.transcript;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.securechat.server.administration.AdministrationException;
import org.securechat.server.administration.Roles;
import org.securechat.server.export.ReceiptArchive;
import org.securechat.server.receipt.IssuedReceipt;
import org.securechat.server.receipt.ReceiptSearch;
import org.securechat.web.page.Cursor;
import org.securechat.web.page.Page;
import org.securechat.web.security.Caller;

/** {@code /receipts}. */
@Path("/receipts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Evidence")
public class ReceiptResource {
  private static final String SHA256_EXAMPLE =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  @EJB private ReceiptArchive receipts;
  @Inject private Caller caller;

  @GET
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  @Operation(summary = "List receipts", description = "Those that were issued, the newest first.")
  @APIResponse(responseCode = "200", description = "A page of receipts.")
  public Page<ReceiptView> list(
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("after") String after,
      @Parameter(example = "incident-7") @QueryParam("room") @Size(max = 132) String room,
      @Parameter(description = "Whom they were issued to.", example = "alice")
          @QueryParam("user")
          @Size(max = 64)
          String user) {
    return Page.of(
        receipts.find(
            Optional.ofNullable(room),
            Optional.ofNullable(user),
            Cursor.decode(after).map(ReceiptResource::place),
            limit,
            caller.actor()),
        limit,
        ReceiptView::of,
        receipt -> receipt.issuedAt().toEpochMilli() + " " + receipt.sha256());
  }

  private static ReceiptSearch.Place place(String text) {
    String[] parts = text.split(" ");
    if (parts.length != 2 || !parts[0].matches("[0-9]{1,15}")) {
      throw AdministrationException.invalid("after", "is not the 'next' of a previous page");
    }
    return new ReceiptSearch.Place(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]);
  }

  @GET
  @Path("/{sha256}")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  @Operation(summary = "Show a receipt", description = "What it covers and whom it was issued to.")
  @APIResponse(responseCode = "200", description = "The receipt.")
  @APIResponse(responseCode = "404", description = "There is no such receipt.")
  public ReceiptView get(@Parameter(example = SHA256_EXAMPLE) @PathParam("sha256") String sha256) {
    return ReceiptView.of(receipts.get(sha256, caller.actor()));
  }

  @GET
  @Path("/{sha256}/receipt.json")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  @Operation(
      summary = "Download receipt.json",
      description = "Exactly the bytes that are signed and were handed out.")
  @APIResponse(responseCode = "200", description = "The receipt's bytes.")
  @APIResponse(responseCode = "404", description = "There is no such receipt.")
  public Response json(@Parameter(example = SHA256_EXAMPLE) @PathParam("sha256") String sha256) {
    IssuedReceipt receipt = receipts.get(sha256, caller.actor());
    return download(receipt.receipt(), MediaType.APPLICATION_JSON, "receipt.json");
  }

  @GET
  @Path("/{sha256}/receipt.json.p7s")
  @Produces("application/pkcs7-signature")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  @Operation(
      summary = "Download the signature of a receipt",
      description = "Detached CMS in DER, which 'openssl cms -verify' checks.")
  @APIResponse(responseCode = "200", description = "The signature.")
  @APIResponse(responseCode = "404", description = "There is no such receipt.")
  public Response signature(
      @Parameter(example = SHA256_EXAMPLE) @PathParam("sha256") String sha256) {
    IssuedReceipt receipt = receipts.get(sha256, caller.actor());
    return download(receipt.signature(), "application/pkcs7-signature", "receipt.json.p7s");
  }

  private static Response download(byte[] bytes, String type, String file) {
    return Response.ok(bytes, type)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
