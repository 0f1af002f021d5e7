package org.securechat.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.application.Visibility;
import org.securechat.server.account.TestUsers;
import org.securechat.server.room.JpaInvitationRepository;
import org.securechat.server.room.Retention;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;

class InvitationExpiryTest {
  @RegisterExtension final RoomFixture fixture = new RoomFixture();

  @BeforeEach
  void twoUsers() {
    TestUsers.add(fixture.database, "alice");
    TestUsers.add(fixture.database, "bob");
  }

  private UUID invited(String name) {
    Room room = fixture.administration.create(name, Visibility.PRIVATE, "alice", RoomFixture.ROOT);
    UUID bob = fixture.users.byUsername("bob").orElseThrow().id();
    UUID alice = fixture.users.byUsername("alice").orElseThrow().id();
    fixture.database.doInTransaction(em ->
        em.createNativeQuery(
                "INSERT INTO invitation (room_id, user_id, invited_by, invited_at)"
                    + " VALUES (?1, ?2, ?3, ?4)")
            .setParameter(1, room.id().toString())
            .setParameter(2, bob.toString())
            .setParameter(3, alice.toString())
            .setParameter(4, fixture.now().toEpochMilli())
            .executeUpdate());
    return bob;
  }

  private long open(UUID user) {
    return fixture.database.inTransaction(em -> new JpaInvitationRepository(em).countOpen(user));
  }

  private InvitationExpiry expiry(int days) {
    return new InvitationExpiry(
        fixture.retention,
        new RetentionSettings(new Retention(0), Duration.ofHours(1), days),
        fixture.clock);
  }

  @Test
  void anInvitationEndsAfterItsDaysAndYoungerOnesStay() {
    UUID bob = invited("old");
    fixture.clock.advance(Duration.ofDays(29));
    invited("young");

    expiry(30).run();
    assertThat(open(bob)).isEqualTo(2);

    fixture.clock.advance(Duration.ofDays(1).plusMillis(1));
    expiry(30).run();
    assertThat(open(bob)).isEqualTo(1);
  }

  @Test
  void withoutDaysNoneEnds() {
    UUID bob = invited("old");
    fixture.clock.advance(Duration.ofDays(4_000));

    expiry(0).run();
    assertThat(open(bob)).isEqualTo(1);
  }
}
