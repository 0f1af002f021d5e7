package org.securechat.server.webhook;

/**
 * A webhook that was just made.
 *
 * @param token to be shown this once
 */
public record MadeWebhook(Webhook webhook, WebhookToken token) {}
