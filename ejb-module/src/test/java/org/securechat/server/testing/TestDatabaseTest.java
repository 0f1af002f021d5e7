package org.securechat.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.account.User;

class TestDatabaseTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void whatIsCommittedSurvivesAReopening() {
    User alice = new User("alice", null, Instant.EPOCH);
    database.doInTransaction(em -> em.persist(alice));

    database.reopen();

    User found = database.inTransaction(em -> em.find(User.class, alice.id().toString()));
    assertThat(found).isNotSameAs(alice);
    assertThat(found.username()).isEqualTo("alice");
    assertThat(found.password()).isEmpty();
  }

  @Test
  void whatThrowsIsRolledBack() {
    User alice = new User("alice", null, Instant.EPOCH);
    assertThatThrownBy(() ->
            database.doInTransaction(em -> {
              em.persist(alice);
              em.flush();
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");

    assertThat(database.<User>inTransaction(em -> em.find(User.class, alice.id().toString())))
        .isNull();
  }
}
