package org.securechat.client.listening;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.securechat.client.session.Fault;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.SessionListener;
import org.securechat.client.session.TranscriptFinding;

class LinesInOrderTest {
  private static final Optional<String> CHAIN = Optional.of("ab".repeat(32));

  private final List<String> told = new ArrayList<>();
  private final LinesInOrder lines =
      new LinesInOrder(
          new SessionListener() {
            @Override
            public void message(RoomMessage message, Optional<String> chain) {
              told.add(message.position() + (message.verified() ? "" : "!"));
            }
          });

  private static RoomMessage line(long position, boolean live, TranscriptFinding... findings) {
    return new RoomMessage(
        "lobby",
        position,
        "2026-11-22T19:00:04.511Z",
        "alice",
        new MessageBody.Erased(),
        List.of(findings),
        live);
  }

  private static RoomMessage broken(long position) {
    return line(position, false, new TranscriptFinding(Fault.PAYLOAD_ALTERED, ""));
  }

  @Test
  void aLineThatComesBeforeItsTurnWaitsForThoseThatWereMissed() {
    lines.begin(1);
    lines.message(line(4, true), CHAIN);
    for (long position = 2; position <= 4; position++) {
      lines.replayed(line(position, false), CHAIN);
    }
    lines.message(line(5, true), CHAIN);

    assertThat(told).containsExactly("2", "3", "4", "5");
  }

  @Test
  void whatCameMeanwhileIsNotToldAgainByTheReplay() {
    lines.begin(1);
    lines.message(line(2, true), CHAIN);
    lines.replayed(line(2, false), CHAIN);
    lines.replayed(line(3, false), CHAIN);

    assertThat(told).containsExactly("2", "3");
  }

  @Test
  void whatComesAfterALostConnectionIsToldThoughItIsNotLive() {
    lines.begin(1);
    lines.message(line(2, false), CHAIN);

    assertThat(told).containsExactly("2");
    assertThat(lines.position()).isEqualTo(2);
  }

  @Test
  void aFaultThatWasFoundWhenTheLineCameIsToldInItsTurn() {
    lines.message(broken(1), CHAIN);
    lines.message(broken(3), CHAIN);
    lines.begin(1);
    assertThat(told).containsExactly("1!");

    lines.replayed(line(2, false), CHAIN);
    lines.replayed(line(3, false), CHAIN);

    assertThat(told).containsExactly("1!", "2", "3!");
  }

  @Test
  void aLineWithoutAPlaceInTheChainIsToldAtOnceAndCountsForNothing() {
    lines.message(broken(9), Optional.empty());
    lines.begin(1);
    lines.message(broken(2), Optional.empty());
    lines.message(line(2, true), CHAIN);

    assertThat(told).containsExactly("9!", "2!", "2");
  }

  @Test
  void whatCameLiveBeforeTheBeginningIsStillToBeTold() {
    lines.message(line(3, true), CHAIN);
    lines.message(line(4, true), CHAIN);

    assertThat(lines.beforeLive(4)).isEqualTo(2);
    assertThat(told).isEmpty();
  }

  @Test
  void aRoomThatWasMadeAnewBeginsAgain() {
    lines.begin(7);
    lines.message(line(1, false), CHAIN);
    lines.message(line(2, true), CHAIN);

    assertThat(told).containsExactly("1", "2");
  }

  @Test
  void nothingIsToldAfterTheEnd() {
    lines.begin(1);
    lines.end();
    lines.message(line(2, true), CHAIN);
    lines.replayed(line(2, false), CHAIN);
    lines.message(broken(3), Optional.empty());

    assertThat(told).isEmpty();
    assertThat(lines.isEnded()).isTrue();
  }
}
