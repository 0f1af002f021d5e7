package org.securechat.server.webhook;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.securechat.protocol.evidence.WebhookPayload;
import org.securechat.protocol.name.Names;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomAdminRepository;

/**
 * What administrators do with webhooks. A change is durable, together with its line in the audit
 * log, when the call returns; the caller must not hold a transaction.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class WebhookAdministration {
  /** Webhooks that one room can have. */
  public static final int MOST_IN_A_ROOM = 20;

  private final Webhooks webhooks;
  private final RoomAdminRepository rooms;
  private final AuditLog audit;
  private final Clock clock;

  /** For the container's proxy. */
  public WebhookAdministration() {
    this(null, null, null, null);
  }

  @Inject
  public WebhookAdministration(
      Webhooks webhooks, RoomAdminRepository rooms, AuditLog audit, Clock clock) {
    this.webhooks = webhooks;
    this.rooms = rooms;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Those of a room, by name.
   *
   * @throws AdministrationException {@code NOT_FOUND}
   */
  public List<Webhook> of(String room) {
    return webhooks.of(room(room).id());
  }

  /**
   * Makes a webhook.
   *
   * @throws AdministrationException {@code NOT_FOUND}; {@code INVALID} for a value out of bounds,
   *     or a direct room; {@code CONFLICT} if the room has as many as it can have
   */
  public MadeWebhook create(String roomName, NewWebhook wanted, Actor actor) {
    Room room = room(roomName);
    if (!Names.isCreatedRoom(roomName)) {
      throw AdministrationException.invalid("room", "is between two people");
    }
    check(wanted);
    if (webhooks.of(room.id()).size() >= MOST_IN_A_ROOM) {
      throw AdministrationException.conflict("a room has at most " + MOST_IN_A_ROOM + " webhooks");
    }
    WebhookToken token = WebhookToken.random();
    Webhook webhook = new Webhook(token, room.id(), wanted, actor.name(), clock.instant());
    audit.perform(
        event(AuditAction.WEBHOOK_CREATE, roomName, actor, webhook.id())
            .with("name", wanted.name())
            .with("expires_at", webhook.expiresAt().toString())
            .with("a_minute", Integer.toString(wanted.aMinute())),
        () -> webhooks.addWithin(webhook));
    return new MadeWebhook(webhook, token);
  }

  private void check(NewWebhook wanted) {
    if (!WebhookPayload.isName(wanted.name())) {
      throw AdministrationException.invalid(
          "name",
          "must be 1 to " + WebhookPayload.MAX_NAME + " characters, none of them a control");
    }
    if (wanted.aMinute() < 1 || wanted.aMinute() > NewWebhook.MOST_A_MINUTE) {
      throw AdministrationException.invalid("a_minute", "must be 1 to " + NewWebhook.MOST_A_MINUTE);
    }
    Instant now = clock.instant();
    Instant latest = now.plus(Duration.ofDays(NewWebhook.LONGEST_DAYS));
    if (!wanted.expiresAt().isAfter(now) || wanted.expiresAt().isAfter(latest)) {
      throw AdministrationException.invalid(
          "expires_at", "must be in the future, within " + NewWebhook.LONGEST_DAYS + " days");
    }
  }

  /**
   * Has a webhook take nothing any more. The lines that came in by it stay.
   *
   * @return what it was
   * @throws AdministrationException {@code NOT_FOUND}
   */
  public Webhook revoke(String roomName, UUID id, Actor actor) {
    Room room = room(roomName);
    Webhook webhook =
        webhooks.of(room.id()).stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(WebhookAdministration::notFound);
    audit.perform(
        event(AuditAction.WEBHOOK_REVOKE, roomName, actor, id),
        () -> {
          if (!webhooks.removeWithin(room.id(), id)) {
            throw notFound();
          }
        });
    return webhook;
  }

  private Room room(String name) {
    return rooms
        .byName(name)
        .orElseThrow(() -> AdministrationException.notFound("there is no room of that name"));
  }

  private static AdministrationException notFound() {
    return AdministrationException.notFound("there is no such webhook in this room");
  }

  private static AuditEvent event(AuditAction action, String room, Actor actor, UUID id) {
    return AuditEvent.of(action).by(actor).on(room).with("webhook", id.toString());
  }
}
