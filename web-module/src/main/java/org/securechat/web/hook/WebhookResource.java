package org.securechat.web.hook;

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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.Roles;
import org.securechat.server.webhook.MadeWebhook;
import org.securechat.server.webhook.Webhook;
import org.securechat.server.webhook.WebhookAdministration;
import org.securechat.web.page.Cursor;
import org.securechat.web.page.Page;
import org.securechat.web.security.Caller;

/** {@code /rooms/ROOM/webhooks}. */
@Path("/rooms/{room}/webhooks")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class WebhookResource {
  private final WebhookAdministration webhooks;
  private final Caller caller;
  private final Clock clock;

  /** For the container's proxy. */
  public WebhookResource() {
    this(null, null, null);
  }

  @Inject
  public WebhookResource(WebhookAdministration webhooks, Caller caller, Clock clock) {
    this.webhooks = webhooks;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public Page<WebhookView> list(
      @PathParam("room") String room,
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("after") String after) {
    String last = Cursor.decode(after).orElse("");
    // A room has so few that all of them are read.
    List<Webhook> found =
        webhooks.of(room).stream()
            .sorted(Comparator.comparing(WebhookResource::place))
            .filter(one -> place(one).compareTo(last) > 0)
            .limit(limit)
            .toList();
    return Page.of(found, limit, WebhookView::of, WebhookResource::place);
  }

  private static String place(Webhook webhook) {
    return webhook.id().toString();
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMINISTRATOR)
  public Response create(
      @PathParam("room") String room, @NotNull @Valid NewWebhookRequest request) {
    MadeWebhook made = webhooks.create(room, request.wanted(clock.instant()), caller.actor());
    return Response.status(Response.Status.CREATED)
        .entity(MadeWebhookAnswer.of(made))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  @DELETE
  @Path("/{webhook}")
  @RolesAllowed(Roles.ADMINISTRATOR)
  public WebhookView revoke(@PathParam("room") String room, @PathParam("webhook") String webhook) {
    return WebhookView.of(webhooks.revoke(room, id(webhook), caller.actor()));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw AdministrationException.notFound("there is no such webhook in this room");
    }
  }
}
