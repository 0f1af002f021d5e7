package org.securechat.client.console.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.client.console.model.Heard.broken;
import static org.securechat.client.console.model.Heard.says;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.securechat.client.session.RoomMessage;

class RoomLinesTest {
  private final RoomLines lines = new RoomLines();

  private static List<RoomMessage> page(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(i -> says(i, "alice", "t" + i)).toList();
  }

  @Test
  void anEmptyRoomHasNoLines() {
    assertThat(lines.isEmpty()).isTrue();
    assertThat(lines.first()).isZero();
    assertThat(lines.last()).isZero();
    assertThat(lines.isAtEnd()).isTrue();
    assertThat(lines.nearest(5)).isEmpty();
  }

  @Test
  void memoryIsBoundedAndTheNewestLinesStay() {
    page(1, RoomLines.MOST + 50L).forEach(lines::heard);
    assertThat(lines.size()).isEqualTo(RoomLines.MOST);
    assertThat(lines.first()).isEqualTo(51);
  }

  @Test
  void whatIsFetchedInFrontPushesOutWhatIsBehind() {
    page(3_001, 5_000).forEach(lines::heard);
    lines.fetched(page(2_801, 3_000));
    assertThat(lines.size()).isEqualTo(RoomLines.MOST);
    assertThat(lines.first()).isEqualTo(2_801);
    assertThat(lines.isAtEnd()).isFalse();

    lines.heard(says(5_001, "bob", "new"));
    assertThat(lines.last()).isEqualTo(4_800);
    assertThat(lines.tail()).isEqualTo(5_001);

    lines.fetched(page(4_801, 5_001));
    assertThat(lines.isAtEnd()).isTrue();
    assertThat(lines.size()).isEqualTo(RoomLines.MOST);
  }

  @Test
  void aGapForgetsWhatIsBeforeIt() {
    page(1, 10).forEach(lines::heard);
    lines.heard(says(15, "alice", "t15"));
    assertThat(lines.first()).isEqualTo(15);
    lines.fetched(page(5, 14));
    assertThat(lines.first()).isEqualTo(5);
    assertThat(lines.last()).isEqualTo(15);
  }

  @Test
  void aPageFromElsewhereReplacesTheRest() {
    page(100, 110).forEach(lines::heard);
    lines.fetched(page(1, 10));
    assertThat(lines.last()).isEqualTo(10);
    assertThat(lines.isAtEnd()).isFalse();
  }

  @Test
  void theSameLineCheckedAgainHasItsNewVerdict() {
    lines.heard(broken(says(1, "alice", "hello")));
    lines.fetched(List.of(says(1, "alice", "hello")));
    assertThat(lines.at(1).get().verified()).isTrue();
    assertThat(lines.disputedFrom(1)).isEmpty();
  }

  @Test
  void aLineThatContradictsAnotherStandsBesideIt() {
    lines.heard(says(1, "alice", "hello"));
    lines.heard(broken(says(1, "alice", "forged")));
    lines.heard(broken(says(1, "alice", "forged")));
    assertThat(lines.at(1).get().verified()).isTrue();
    assertThat(lines.disputedFrom(1)).hasSize(1);

    lines.heard(broken(says(2, "alice", "forged too")));
    lines.heard(says(2, "alice", "true"));
    assertThat(lines.at(2).get().verified()).isTrue();
    assertThat(lines.disputedFrom(2)).hasSize(1);
  }

  @Test
  void aLineWithoutAPlaceIsNotLost() {
    page(1, 3).forEach(lines::heard);
    lines.heard(broken(says(9, "mallory", "from nowhere")));
    assertThat(lines.last()).isEqualTo(3);
    assertThat(lines.disputedFrom(3)).hasSize(1);
    assertThat(lines.tail()).isEqualTo(3);
  }

  @Test
  void disputesAreBounded() {
    lines.heard(says(1, "alice", "hello"));
    for (int i = 0; i < 500; i++) {
      lines.heard(broken(says(1, "mallory", "forged " + i)));
    }
    assertThat(lines.disputedFrom(1)).hasSize(100);
  }
}
