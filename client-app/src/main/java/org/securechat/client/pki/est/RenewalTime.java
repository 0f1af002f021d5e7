package org.securechat.client.pki.est;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When a certificate is to be renewed: in the last third of its life, but not more than 30 days
 * before its end, and at least a week before it, or half of its life where that is shorter. So one
 * of a year is renewed 30 days before its end, one of 30 days ten days before, and one of a day, as
 * step-ca makes them, twelve hours before.
 *
 * @param due from when on
 * @param end of the certificate
 */
public record RenewalTime(Instant due, Instant end) {
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Duration SHORTEST = Duration.ofDays(7);

  /** Of the certificate of a user, which is renewed without those above it. */
  public static RenewalTime of(X509Certificate certificate) {
    Instant start = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    Duration life = Duration.between(start, end);
    Duration before =
        longer(shorter(life.dividedBy(3), LONGEST), shorter(life.dividedBy(2), SHORTEST));
    return new RenewalTime(end.minus(before), end);
  }

  /** Whether it is time. */
  public boolean isDue(Instant now) {
    return !now.isBefore(due);
  }

  /** Whether it is too late: the certificate cannot be shown any more. */
  public boolean isOver(Instant now) {
    return !now.isBefore(end);
  }

  /** How long the certificate still holds, in words. */
  public String left(Instant now) {
    Duration left = Duration.between(now, end);
    return left.toDays() >= 2 ? left.toDays() + " days" : Math.max(0, left.toHours()) + " hours";
  }

  private static Duration longer(Duration one, Duration other) {
    return List.of(one, other).stream().max(Duration::compareTo).orElseThrow();
  }

  private static Duration shorter(Duration one, Duration other) {
    return List.of(one, other).stream().min(Duration::compareTo).orElseThrow();
  }
}
