package org.securechat.server.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.securechat.server.limit.LruMap;
import org.securechat.server.limit.TokenBucket;
import org.securechat.server.moderation.ModerationException.Reason;

/**
 * Holds back who floods a room: how many messages a user may write into it in a minute follows from
 * their role there. It is counted in memory, by each server for itself. The role is asked for only
 * when somebody writes more than an ordinary member may. Thread-safe.
 */
@ApplicationScoped
public class MessagePace {
  private static final int MAX_REMEMBERED = 20_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Somebody in a room. */
  private record Place(UUID room, String user) {}

  /** What somebody may still write in a room, in each role. */
  private static final class Left {
    private final TokenBucket asMember;
    private final TokenBucket asModerator;

    /** Until then the user was found to be an ordinary member; in milliseconds since the epoch. */
    private long memberUntil = Long.MIN_VALUE;

    Left(MessageRates rates) {
      this.asMember = new TokenBucket(rates.member(), MINUTE.dividedBy(rates.member()));
      this.asModerator = new TokenBucket(rates.moderator(), MINUTE.dividedBy(rates.moderator()));
    }
  }

  private final ModerationRepository moderation;
  private final MessageRates rates;
  private final Clock clock;
  private final Map<Place, Left> left = new LruMap<>(MAX_REMEMBERED);

  /** For the container's proxy. */
  public MessagePace() {
    this(null, null, null);
  }

  @Inject
  public MessagePace(ModerationRepository moderation, MessageRates rates, Clock clock) {
    this.moderation = moderation;
    this.rates = rates;
    this.clock = clock;
  }

  /**
   * Counts a message.
   *
   * @throws ModerationException {@code TOO_MANY}
   */
  public void take(UUID room, String user) {
    Place place = new Place(room, user);
    long now = clock.millis();
    if (!takeAsMember(place, now)) {
      takeByRole(place, moderation.writing(room).moderators().contains(user), now);
    }
  }

  private synchronized boolean takeAsMember(Place place, long now) {
    Left one = left(place);
    if (one.asMember.tryTake(now)) {
      one.asModerator.take(now);
      return true;
    }
    if (now < one.memberUntil) {
      throw tooMany(one.asMember, now);
    }
    return false;
  }

  private synchronized void takeByRole(Place place, boolean moderates, long now) {
    Left one = left(place);
    TokenBucket bucket = moderates ? one.asModerator : one.asMember;
    if (!bucket.tryTake(now)) {
      if (!moderates) {
        // Who is refused asks the database nothing more until they might be taken.
        one.memberUntil = bucket.nextMillis(now);
      }
      throw tooMany(bucket, now);
    }
  }

  private Left left(Place place) {
    return left.computeIfAbsent(place, _ -> new Left(rates));
  }

  private static ModerationException tooMany(TokenBucket bucket, long now) {
    return new ModerationException(
        Reason.TOO_MANY, Optional.of(Instant.ofEpochMilli(bucket.nextMillis(now))));
  }
}
