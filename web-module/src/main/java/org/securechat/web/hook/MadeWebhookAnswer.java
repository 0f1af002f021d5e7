package org.securechat.web.hook;

import org.securechat.server.webhook.MadeWebhook;

/**
 * A webhook that was just made.
 *
 * @param path the address on this server, which has the token in it and is shown this once
 */
public record MadeWebhookAnswer(WebhookView webhook, String path) {
  static MadeWebhookAnswer of(MadeWebhook made) {
    return new MadeWebhookAnswer(
        WebhookView.of(made.webhook()), HookDoor.PATH + made.token().expose());
  }

  @Override
  public String toString() {
    return "MadeWebhookAnswer[redacted]";
  }
}
