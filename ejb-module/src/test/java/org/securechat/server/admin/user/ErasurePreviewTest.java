package org.securechat.server.admin.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.room.RoomFixture.ROOT;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.account.TestUsers;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.admin.user.ErasurePreview.Preview;
import org.securechat.server.retention.ErasedMessages;
import org.securechat.server.retention.SpokenRoom;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;
import org.securechat.server.session.OpenSession;
import org.securechat.server.session.OpenSessions;

/** What is said beforehand is what the erasure of messages then does, and nothing is changed. */
class ErasurePreviewTest {
  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  private final List<OpenSession> open = new ArrayList<>();
  private ErasurePreview previews;
  private Room ops;
  private Room law;

  @BeforeEach
  void aliceInTwoRooms() {
    TestUsers.add(fixture.database, "alice");
    TestUsers.add(fixture.database, "bob");
    ops = fixture.room("ops", "alice");
    law = fixture.room("law", "bob");
    fixture.room("silent", "alice");
    fixture.say(ops, "alice");
    fixture.say(ops, "bob");
    fixture.say(ops, "alice");
    fixture.say(law, "alice");
    previews =
        new ErasurePreview(
            fixture.users,
            fixture.records,
            fixture.retention,
            new OpenSessions() {
              @Override
              public List<OpenSession> list() {
                return List.copyOf(open);
              }
            },
            fixture.audit);
  }

  private Preview alice() {
    return previews.of("alice", ROOT);
  }

  private static OpenSession session(String user) {
    return new OpenSession(
        UUID.randomUUID().toString(),
        1,
        Optional.empty(),
        Optional.ofNullable(user),
        null,
        InetAddress.getLoopbackAddress(),
        Instant.EPOCH);
  }

  @Test
  void itSaysWhatIsThere() {
    open.add(session("alice"));
    open.add(session("bob"));
    open.add(session("alice"));
    open.add(session(null));

    Preview preview = alice();

    assertThat(preview.user().username()).isEqualTo("alice");
    assertThat(preview.memberships()).isEqualTo(2);
    assertThat(preview.invitations()).isZero();
    assertThat(preview.messages()).isEqualTo(3);
    assertThat(preview.spoken())
        .containsExactly(new SpokenRoom("law", 1, false), new SpokenRoom("ops", 2, false));
    assertThat(preview.ownerOf()).containsExactly("ops", "silent");
    assertThat(preview.sessions()).isEqualTo(2);
    assertThat(preview.complete()).isTrue();
    assertThat(fixture.audited()).endsWith("user.erasure.preview success alice");
  }

  @Test
  void itSaysWhatTheErasureThenDoes() {
    fixture.hold(ops);
    Preview before = alice();
    assertThat(before.spoken())
        .as("held rooms first")
        .containsExactly(new SpokenRoom("ops", 2, true), new SpokenRoom("law", 1, false));

    ErasedMessages done = fixture.personal.eraseMessagesOf("alice", ROOT);

    assertThat(done.erased()).isEqualTo(before.messages()).isEqualTo(1);
    assertThat(done.kept())
        .containsExactly(new ErasedMessages.Kept("ops", ErasedMessages.Reason.HELD));
    assertThat(alice().spoken()).containsExactly(new SpokenRoom("ops", 2, true));
    assertThat(alice().messages()).isZero();
  }

  @Test
  void itChangesNothing() {
    long lines = fixture.ledger.head(ops.id()).position();
    assertThat(alice().messages()).isEqualTo(alice().messages());
    assertThat(fixture.ledger.head(ops.id()).position()).isEqualTo(lines);
    assertThat(fixture.erased(ops)).isEmpty();
    assertThat(fixture.erased(law)).isEmpty();
  }

  @Test
  void ofNobodyThereIsNothingToSay() {
    assertThatThrownBy(() -> previews.of("zoe", ROOT))
        .isInstanceOfSatisfying(
            AdministrationException.class,
            e -> assertThat(e.reason()).isEqualTo(AdministrationException.Reason.NOT_FOUND));
    assertThat(fixture.audited()).noneMatch(line -> line.startsWith("user.erasure.preview"));
  }

  @Test
  void whoHasDoneNothingLosesNothing() {
    TestUsers.add(fixture.database, "carol");
    Preview carol = previews.of("carol", ROOT);
    assertThat(carol.memberships() + carol.invitations() + carol.messages()).isZero();
    assertThat(carol.spoken()).isEmpty();
    assertThat(carol.ownerOf()).isEmpty();
  }
}
