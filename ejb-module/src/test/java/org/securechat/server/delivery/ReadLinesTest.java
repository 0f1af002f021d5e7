package org.securechat.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.ModerationPayload.Event;
import org.securechat.server.account.TestUsers;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.moderation.Decision;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;

/** Lines that another server of the cluster has written. */
class ReadLinesTest {
  @RegisterExtension final RoomFixture fixture = new RoomFixture();

  @Test
  void aDecisionIsDeliveredAsTheEventsAroundItAre() {
    TestUsers.add(fixture.database, "alice");
    Room room = fixture.administration.create("ops", Visibility.PUBLIC, "alice", RoomFixture.ROOT);
    fixture.commit(
        new Decision(
            room.id(),
            room.name(),
            Event.TOPIC,
            Optional.empty(),
            "ops",
            Optional.empty(),
            "Friday",
            Optional.empty()));

    assertThat(ReadLines.of(fixture.ledger.history(room.id(), 0, 10, 1 << 20).entries()))
        .extracting(line -> line.entry().position(), CommittedLine::roomName)
        .containsExactly(tuple(1L, "ops"), tuple(2L, "ops"));
  }
}
