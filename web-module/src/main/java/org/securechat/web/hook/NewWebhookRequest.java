package org.securechat.web.hook;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import org.securechat.protocol.evidence.WebhookPayload;
import org.securechat.server.webhook.NewWebhook;

/**
 * A webhook to be made.
 *
 * @param name what stands in its lines
 * @param days how long it is good for; a year if absent
 * @param aMinute how many lines it takes in a minute; 20 if absent
 */
public record NewWebhookRequest(
    @NotNull @Size(min = 1, max = WebhookPayload.MAX_NAME) String name,
    @Min(1) @Max(NewWebhook.LONGEST_DAYS) Integer days,
    @Min(1) @Max(NewWebhook.MOST_A_MINUTE) Integer aMinute) {
  private static final int USUAL_DAYS = 365;
  private static final int USUAL_RATE = 20;

  NewWebhook wanted(Instant now) {
    Duration good = Duration.ofDays(days == null ? USUAL_DAYS : days);
    return new NewWebhook(name, now.plus(good), aMinute == null ? USUAL_RATE : aMinute);
  }
}
