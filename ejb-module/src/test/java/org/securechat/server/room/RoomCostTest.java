package org.securechat.server.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.application.Visibility;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.TestUsers;
import org.securechat.server.testing.ReadRows;
import org.securechat.server.testing.TestDatabase;

/** What others have made costs a user nothing: each query begins at the user's own rows. */
class RoomCostTest {
  private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

  private final ReadRows rows = new ReadRows();

  @RegisterExtension final TestDatabase database = new TestDatabase().through(rows::around);

  private AuthenticatedUser alice;
  private AuthenticatedUser bob;
  private RoomRepository rooms;
  private InvitationRepository invitations;

  @BeforeEach
  void bobIsInSomeRooms() {
    assumeTrue(System.getProperty("securechat.test.database", "").isBlank(), "H2 counts rows");
    alice = TestUsers.add(database, "alice");
    bob = TestUsers.add(database, "bob");
    rooms = new JdbcRoomRepository(database.wired());
    invitations = database.perCall(InvitationRepository.class, JpaInvitationRepository::new);
    make("team", 5, Visibility.PRIVATE, bob);
    make("all", 5, Visibility.PUBLIC, alice);
    make("board", 5, Visibility.PRIVATE, alice);
  }

  @Test
  @DisplayName("a login and its neighbours read as many rows among 600 rooms as among 15")
  void othersRoomsCostNothing() throws SQLException {
    List<List<Long>> few = costs();

    make("others", 300, Visibility.PRIVATE, alice);
    make("public", 300, Visibility.PUBLIC, alice);

    assertThat(costs()).isEqualTo(few);
    assertThat(few.getFirst()).as("memberships").hasSize(1);
    assertThat(few.getFirst().getFirst()).isLessThan(30);
  }

  @Test
  @DisplayName("the first page of the listed rooms reads no private one, and no second page")
  void aPageOfListedRoomsIsReadByItself() throws SQLException {
    make("others", 300, Visibility.PRIVATE, alice);
    make("public", 300, Visibility.PUBLIC, alice);
    make("announced", 300, Visibility.ANNOUNCED, alice);

    List<Long> read = rows.of(() -> rooms.listed(bob.id(), "", 50));

    assertThat(read).singleElement().satisfies(count -> assertThat(count).isLessThan(450));
  }

  private List<List<Long>> costs() throws SQLException {
    return List.of(
        rows.of(() -> rooms.memberships(bob.id(), "", Integer.MAX_VALUE)),
        rows.of(() -> rooms.memberships(bob.id(), "team-0002", 2)),
        rows.of(() -> rooms.access("board-0001", bob.id())),
        rows.of(() -> rooms.countMemberships(bob.id())),
        rows.of(() -> rooms.countMade(bob.id())),
        rows.of(() -> rooms.countDirectMade(bob.id(), NOW)),
        rows.of(() -> invitations.open(bob.id(), "", 100)),
        rows.of(() -> invitations.countOpen(bob.id())),
        rows.of(() -> invitations.countFrom(bob.id(), alice.id())),
        rows.of(() -> invitations.isBlocked(bob.id(), alice.id())));
  }

  private void make(String name, int count, Visibility visibility, AuthenticatedUser owner) {
    for (int from = 0; from < count; from += 100) {
      int first = from;
      database.doInTransaction(em -> {
        MembershipRepository made = new JpaMembershipRepository(em);
        for (int i = first; i < Math.min(count, first + 100); i++) {
          UUID room = UUID.randomUUID();
          made.addRoom(room, "%s-%04d".formatted(name, i), visibility, owner.id(), NOW);
          made.addOwner(room, owner.id(), NOW);
          em.clear();
        }
      });
    }
  }
}
