package org.securechat.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.server.testing.TestDatabase;

class UserSearchTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  private Users users;

  @BeforeEach
  void people() {
    users = TestUsers.on(database);
    add("bob");
    add("alice");
    add("carol_w@example.org");
    add("dora-alice");
  }

  private void add(String name) {
    users.add(new User(name, null, Instant.EPOCH));
  }

  @Test
  void pagesFollowEachOtherInOrderOfName() {
    assertThat(found("", 3, "")).containsExactly("alice", "bob", "carol_w@example.org");
    assertThat(found("carol_w@example.org", 3, "")).containsExactly("dora-alice");
    assertThat(found("dora-alice", 3, "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "alice, alice dora-alice",
    "ALICE, alice dora-alice",
    "@example.org, carol_w@example.org",
    "l_w, carol_w@example.org",
  })
  void partOfTheNameIsEnough(String text, String names) {
    assertThat(found("", 10, text)).containsExactly(names.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "b_b", "_", "e%org", "\\", "' OR 1=1 --", "alice ", "!", "älice"})
  void noCharacterMeansAnythingButItself(String text) {
    assertThat(found("", 10, text))
        .isEqualTo(text.equals("_") ? List.of("carol_w@example.org") : List.of());
  }

  @Test
  void aStateLeavesOutTheOthers() {
    users.change(users.byUsername("bob").orElseThrow().id(), u -> u.disable(Instant.EPOCH));

    assertThat(found(Optional.of(AccountState.DISABLED))).containsExactly("bob");
    assertThat(found(Optional.of(AccountState.ACTIVE))).doesNotContain("bob").hasSize(3);
  }

  @Test
  void whoWasErasedIsFoundByName() {
    users.change(users.byUsername("bob").orElseThrow().id(), u -> u.erase(Instant.EPOCH));

    assertThat(found("", 10, "bob")).containsExactly("bob");
    assertThat(found(Optional.of(AccountState.ERASING))).containsExactly("bob");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 1001})
  void aPageHasBounds(int limit) {
    assertThatThrownBy(() -> new UserSearch("", limit, Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> found(String after, int limit, String text) {
    return names(new UserSearch(after, limit, Optional.of(text), Optional.empty()));
  }

  private List<String> found(Optional<AccountState> state) {
    return names(new UserSearch("", 10, Optional.empty(), state));
  }

  private List<String> names(UserSearch search) {
    return users.find(search).stream().map(User::username).toList();
  }
}
