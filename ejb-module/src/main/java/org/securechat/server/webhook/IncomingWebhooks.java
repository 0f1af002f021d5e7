package org.securechat.server.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.evidence.WebhookPayload;
import org.securechat.server.DomainException;
import org.securechat.server.chat.LineAppender;
import org.securechat.server.delivery.PostCommitDelivery;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.limit.LruMap;
import org.securechat.server.limit.TokenBucket;
import org.securechat.server.room.OpenRooms;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomAdminRepository;
import org.securechat.server.room.RoomException;
import org.securechat.server.webhook.WebhookOutcome.Reason;
import org.securechat.server.webhook.WebhookOutcome.Refused;
import org.securechat.server.webhook.WebhookOutcome.Taken;

/**
 * Turns what comes in by webhooks into lines that the server signs. How much comes in a minute is
 * counted on each server by itself. Thread-safe.
 */
@ApplicationScoped
public class IncomingWebhooks {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MAX_REMEMBERED = 10_000;

  private final Webhooks webhooks;
  private final RoomAdminRepository rooms;
  private final OpenRooms open;
  private final LineAppender lines;
  private final LedgerKey key;
  private final Clock clock;
  private final Map<UUID, TokenBucket> buckets = new LruMap<>(MAX_REMEMBERED);

  /** For the container's proxy. */
  public IncomingWebhooks() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public IncomingWebhooks(
      Webhooks webhooks,
      RoomAdminRepository rooms,
      OpenRooms open,
      LineAppender lines,
      LedgerKey key,
      Clock clock) {
    this.webhooks = webhooks;
    this.rooms = rooms;
    this.open = open;
    this.lines = lines;
    this.key = key;
    this.clock = clock;
  }

  /**
   * Takes a text in, and waits until its line is committed.
   *
   * @throws DomainException if the line cannot be written now
   */
  public WebhookOutcome take(WebhookToken token, String text) {
    Instant now = clock.instant();
    Optional<Webhook> found =
        webhooks.byToken(token.sha256()).filter(one -> now.isBefore(one.expiresAt()));
    Optional<Room> room = found.flatMap(one -> rooms.byId(one.roomId()));
    if (found.isEmpty() || room.isEmpty()) {
      return new Refused(Reason.UNKNOWN);
    }
    if (!tryTake(found.get(), now)) {
      return new Refused(Reason.TOO_MANY);
    }
    Optional<byte[]> payload = payload(found.get(), room.get(), text, now);
    return payload.isEmpty() ? new Refused(Reason.NOT_A_TEXT) : append(room.get(), payload.get());
  }

  private synchronized boolean tryTake(Webhook webhook, Instant now) {
    return buckets
        .computeIfAbsent(
            webhook.id(),
            _ -> new TokenBucket(webhook.aMinute(), MINUTE.dividedBy(webhook.aMinute())))
        .tryTake(now.toEpochMilli());
  }

  /** Empty for what no payload can have: nothing, too much, or half a character. */
  private static Optional<byte[]> payload(Webhook webhook, Room room, String text, Instant now) {
    try {
      return Optional.of(
          WebhookPayload.create(room.name(), room.id(), webhook.name(), text, now).encode());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private WebhookOutcome append(Room room, byte[] payload) {
    LineRequest line =
        LineRequest.event(room.id(), room.name(), key, payload)
            .provided(_ -> open.require(room.id()));
    try {
      open.require(room.id());
      CommittedLine written = lines.appendAndWait(line, PostCommitDelivery.toRoom());
      return new Taken(written.entry().position(), written.entry().receivedAt());
    } catch (RoomException e) {
      if (e.reason() == RoomException.Reason.ARCHIVED) {
        return new Refused(Reason.ARCHIVED);
      }
      throw e;
    }
  }
}
