package org.securechat.web.hook;

import java.time.Instant;
import java.util.UUID;
import org.securechat.server.webhook.Webhook;

/**
 * A webhook, without its token.
 *
 * @param name what stands in its lines
 * @param madeBy the administrator who made it
 * @param aMinute how many lines it takes in a minute
 */
public record WebhookView(
    UUID id, String name, String madeBy, Instant createdAt, Instant expiresAt, int aMinute) {

  static WebhookView of(Webhook webhook) {
    return new WebhookView(
        webhook.id(),
        webhook.name(),
        webhook.madeBy(),
        webhook.createdAt(),
        webhook.expiresAt(),
        webhook.aMinute());
  }
}
