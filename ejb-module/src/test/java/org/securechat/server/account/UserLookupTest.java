package org.securechat.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.server.testing.TestDatabase;

/** What a login reads of an account is what administration reads of it, at every moment. */
class UserLookupTest {
  private static final Instant LATER = Instant.EPOCH.plusSeconds(60);

  /** Compares as MySQL does, so that what must not depend on case is seen not to. */
  @RegisterExtension final TestDatabase database = TestDatabase.ignoringCase();

  private final SecretBytes key = SecretBytes.random(StoredPassword.KEY_LENGTH);
  private Users users;
  private UserLookup lookup;

  @BeforeEach
  void start() {
    users = TestUsers.on(database);
    lookup = new JdbcUserLookup(database.dataSource());
    users.add(new User("alice", password(key), Instant.EPOCH));
  }

  private static StoredPassword password(SecretBytes key) {
    byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    return StoredPassword.of(salt, new KdfParameters(20_000, 3, 2), key);
  }

  private User found() {
    return lookup.byUsername("alice").orElseThrow();
  }

  private void change(Consumer<User> change) {
    users.change(found().id(), change);
  }

  private void assertSame() {
    User expected = users.byUsername("alice").orElseThrow();
    assertThat(found())
        .usingRecursiveComparison()
        .withStrictTypeChecking()
        .ignoringFieldsMatchingRegexes("_persistence.*")
        .isEqualTo(expected);
  }

  @Test
  void theWholeRowIsThere() {
    assertSame();
    assertThat(found().password().orElseThrow().matches(key)).isTrue();
    assertThat(found().password().orElseThrow().matches(SecretBytes.random(32))).isFalse();
    assertThat(found().password().orElseThrow().parameters())
        .isEqualTo(new KdfParameters(20_000, 3, 2));
    assertThat(found().password().orElseThrow().salt()).startsWith(1, 2, 3).hasSize(16);
  }

  @Test
  void whatAnotherNodeHasChangedIsSeenAtOnce() {
    change(user -> user.disable(LATER));
    assertThat(found().isDisabled()).isTrue();
    assertSame();

    SecretBytes other = SecretBytes.random(StoredPassword.KEY_LENGTH);
    change(user -> user.enable(LATER));
    change(user -> user.changePassword(password(other), LATER));
    assertThat(found().isDisabled()).isFalse();
    assertThat(found().password().orElseThrow().matches(key)).isFalse();
    assertThat(found().version()).isEqualTo(4);
    assertSame();

    change(user -> user.changePassword(null, LATER));
    assertThat(found().password()).isEmpty();
    assertSame();
  }

  @Test
  void whatIsReturnedIsACopy() {
    found().disable(LATER);

    assertThat(found().isDisabled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALICE", "Alice", "alice ", "alicé", "%", "a_ice", "' OR ''='", ""})
  void aNameThatTheDatabaseMightTakeForAnotherFindsNobody(String name) {
    assertThat(lookup.byUsername(name)).isEmpty();
  }

  @Test
  void anUnknownNameIsNoFailureAndADatabaseThatIsAwayIsOne() {
    assertThat(lookup.byUsername("bob")).isEqualTo(Optional.empty());

    database.doInTransaction(
        em -> em.createNativeQuery("DROP TABLE users CASCADE").executeUpdate());

    assertThatThrownBy(() -> lookup.byUsername("alice")).isInstanceOf(IllegalStateException.class);
  }
}
