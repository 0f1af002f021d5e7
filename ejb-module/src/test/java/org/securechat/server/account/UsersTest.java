package org.securechat.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.server.testing.TestDatabase;

class UsersTest {
  /** Compares as MySQL does, so that what must not depend on case is seen not to. */
  @RegisterExtension final TestDatabase database = TestDatabase.ignoringCase();

  private Users users;

  @BeforeEach
  void start() {
    users = TestUsers.on(database);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALICE", "Alice", "alice ", "alicé", "%", ""})
  void aNameThatTheDatabaseMightTakeForAnotherFindsNobody(String name) {
    TestUsers.add(database, "alice");

    assertThat(users.byUsername(name)).isEmpty();
    assertThat(users.byUsername("alice")).isPresent();
  }

  @Test
  void theDatabaseDecidesWhatIsTaken() {
    users.add(new User("alice", null, Instant.EPOCH));

    assertThatThrownBy(() -> users.add(new User("alice", null, Instant.EPOCH)))
        .isInstanceOfSatisfying(
            AccountException.class,
            e -> assertThat(e.reason()).isEqualTo(AccountException.Reason.NAME_TAKEN));
    assertThat(users.byUsername("bob")).isEmpty();
  }

  @Test
  void theLongestNameFits() {
    String longest = "a".repeat(63) + "@" + "b".repeat(64);
    users.add(new User(longest, null, Instant.EPOCH));

    assertThat(users.byUsername(longest)).isPresent();
  }

  @Test
  void anotherFailureIsNotTakenForATakenName() {
    User impossible = new User("x".repeat(300), null, Instant.EPOCH);

    assertThatThrownBy(() -> users.add(impossible)).isInstanceOf(PersistenceException.class);
  }

  @Test
  void whatIsReturnedIsACopy() {
    AuthenticatedUser alice = TestUsers.add(database, "alice");
    users.byUsername("alice").orElseThrow().disable(Instant.EPOCH);

    assertThat(users.byId(alice.id()).orElseThrow().isDisabled()).isFalse();
  }

  @Test
  void aChangeIsStoredAndDated() {
    AuthenticatedUser alice = TestUsers.add(database, "alice");
    Instant later = Instant.EPOCH.plusSeconds(5);
    users.change(alice.id(), user -> user.disable(later));

    User found = users.byId(alice.id()).orElseThrow();
    assertThat(found.isDisabled()).isTrue();
    assertThat(found.updatedAt()).isEqualTo(later);
    assertThat(found.createdAt()).isEqualTo(Instant.EPOCH);
    assertThat(users.change(UUID.randomUUID(), user -> user.disable(later))).isEmpty();
  }

  @Test
  void onlyThoseWhoMayLogInAreActive() {
    TestUsers.add(database, "alice");
    TestUsers.add(database, "bob");
    UUID alice = users.byUsername("alice").orElseThrow().id();
    UUID bob = users.byUsername("bob").orElseThrow().id();
    UUID nobody = UUID.randomUUID();
    users.change(bob, user -> user.disable(Instant.EPOCH));

    assertThat(users.activeAmong(Set.of(alice, bob, nobody))).containsExactly(alice);
    assertThat(users.activeAmong(Set.of())).isEmpty();
  }

  @Test
  void moreThanOneQueryCanHoldAreAskedFor() {
    TestUsers.add(database, "alice");
    UUID alice = users.byUsername("alice").orElseThrow().id();
    Set<UUID> ids = new HashSet<>(Set.of(alice));
    while (ids.size() < 2_500) {
      ids.add(UUID.randomUUID());
    }
    assertThat(users.activeAmong(ids)).containsExactly(alice);
  }
}
