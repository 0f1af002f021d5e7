package org.securechat.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.testing.TestDatabase;

class ErasedUserTest {
  private static final Instant LATER = Instant.EPOCH.plusSeconds(5);

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private Users users;
  private AuthenticatedUser bob;

  @BeforeEach
  void bobIsErased() {
    users = TestUsers.on(database);
    StoredPassword password =
        new PasswordDerivation()
            .derive(PasswordDerivation.Kind.USERS, "a long password".toCharArray());
    User user = new User("bob", password, Instant.EPOCH);
    users.add(user);
    bob = new AuthenticatedUser(user.id(), user.username());
    users.change(bob.id(), u -> u.erase(LATER));
  }

  @Test
  void nothingPersonalIsLeftInTheRow() {
    Object[] row =
        database.inTransaction(em ->
            (Object[])
                em.createNativeQuery(
                        "SELECT salt, pwd_hash, kdf_memory_kib, kdf_iterations,"
                            + " kdf_parallelism FROM users")
                    .getSingleResult());

    assertThat(row).containsOnlyNulls();
    assertThat(users.byId(bob.id()).orElseThrow().isDisabled()).isTrue();
  }

  @Test
  void theNameIsNeverGivenAgain() {
    assertThatThrownBy(() -> users.add(new User("bob", null, LATER)))
        .isInstanceOfSatisfying(
            AccountException.class,
            e -> assertThat(e.reason()).isEqualTo(AccountException.Reason.NAME_TAKEN));
  }

  @Test
  void thereIsNoWayBack() {
    refused(u -> u.enable(LATER));
    refused(u -> u.disable(LATER));
    refused(u -> u.changePassword(null, LATER));
    assertThat(users.change(bob.id(), u -> assertThat(u.erase(LATER)).isFalse())).isPresent();

    users.change(bob.id(), u -> u.finishErasure(LATER));

    assertThat(users.byId(bob.id()).orElseThrow().state()).isEqualTo(AccountState.ERASED);
    refused(u -> u.enable(LATER));
  }

  @Test
  void onlyWhatWasBegunIsFinished() {
    AuthenticatedUser alice = TestUsers.add(database, "alice");

    assertThatThrownBy(() -> users.change(alice.id(), u -> u.finishErasure(LATER)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theDatabaseRefusesATombstoneWithAPassword() {
    assertThatThrownBy(() ->
            database.doInTransaction(em ->
                em.createNativeQuery(
                        "UPDATE users SET salt = X'00', pwd_hash = X'00', kdf_memory_kib = 1,"
                            + " kdf_iterations = 1, kdf_parallelism = 1")
                    .executeUpdate()))
        .isInstanceOf(RuntimeException.class);
  }

  private void refused(Consumer<User> change) {
    assertThatThrownBy(() -> users.change(bob.id(), change))
        .isInstanceOf(IllegalStateException.class);
  }
}
