package org.securechat.server.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.Visibility;
import org.securechat.server.account.UsersInMemory;
import org.securechat.server.moderation.ModerationException.Reason;
import org.securechat.server.room.ServedRooms;
import org.securechat.testkit.MutableClock;

class MessagePaceTest {
  private static final int MEMBER = 6;
  private static final int MODERATOR = 12;
  private static final Duration INTERVAL = Duration.ofSeconds(60 / MEMBER);

  private final MutableClock clock = new MutableClock();
  private final UUID room = UUID.randomUUID();
  private final UUID bob = UUID.randomUUID();
  private final ServedRooms rooms = new ServedRooms(new UsersInMemory());
  private int asked;
  private final ModerationInMemory moderation =
      new ModerationInMemory(rooms, user -> user.equals(bob) ? "bob" : "alice") {
        @Override
        public Writing writing(UUID roomId) {
          asked++;
          return super.writing(roomId);
        }
      };
  private final MessagePace pace =
      new MessagePace(moderation, new MessageRates(MEMBER, MODERATOR), clock);

  @BeforeEach
  void bobIsAnOrdinaryMember() {
    rooms.addRoom(room, "ops", Visibility.PUBLIC, bob, Instant.EPOCH);
    rooms.addMember(room, bob, Instant.EPOCH);
  }

  @Test
  void aMemberWhoFloodsWaitsUntilTheNextMessageIsDue() {
    write(MEMBER, "bob");

    refusedUntil(clock.instant().plus(INTERVAL));
    clock.advance(INTERVAL.minusMillis(1));
    refusedUntil(clock.instant().plusMillis(1));
    clock.advance(Duration.ofMillis(1));
    write(1, "bob");
    refusedUntil(clock.instant().plus(INTERVAL));
  }

  @Test
  void whatOneWritesHoldsBackNobodyElseAndInNoOtherRoom() {
    write(MEMBER, "bob");
    refusedUntil(clock.instant().plus(INTERVAL));

    write(MEMBER, "carol");
    for (int i = 0; i < MEMBER; i++) {
      pace.take(UUID.randomUUID(), "bob");
    }
  }

  @Test
  void aModeratorWritesMoreAndNotWithoutEnd() {
    rooms.setRole(room, bob, RoomRole.MODERATOR);
    write(MODERATOR, "bob");

    refusedUntil(clock.instant().plusSeconds(60 / MODERATOR));
  }

  @Test
  void theRoleThatHoldsNowDecides() {
    rooms.setRole(room, bob, RoomRole.MODERATOR);
    write(MEMBER + 1, "bob");

    rooms.setRole(room, bob, RoomRole.MEMBER);
    refusedUntil(clock.instant().plus(INTERVAL));

    rooms.setRole(room, bob, RoomRole.MODERATOR);
    clock.advance(INTERVAL);
    write(2, "bob");
  }

  @Test
  void theRoleIsAskedForOnlyWhereItMattersAndARefusedFloodAsksNothing() {
    write(MEMBER, "bob");
    assertThat(asked).isZero();

    for (int i = 0; i < 100; i++) {
      refusedUntil(clock.instant().plus(INTERVAL));
    }
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void moderatorsMayNotDoLess() {
    assertThat(Set.of(new MessageRates(1, 1), new MessageRates(1, 2))).hasSize(2);
    assertThatThrownBy(() -> new MessageRates(2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MessageRates(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  private void write(int messages, String user) {
    for (int i = 0; i < messages; i++) {
      pace.take(room, user);
    }
  }

  private void refusedUntil(Instant end) {
    assertThatThrownBy(() -> pace.take(room, "bob"))
        .isInstanceOfSatisfying(
            ModerationException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.TOO_MANY);
              assertThat(e.until()).contains(end);
            });
  }
}
