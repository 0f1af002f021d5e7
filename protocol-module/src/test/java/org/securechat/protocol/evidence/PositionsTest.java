package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {
  @ParameterizedTest
  @ValueSource(strings = {"1", "17", "3-57", "3,5-9,12", "1-9007199254740991"})
  void haveOneText(String text) throws EvidenceException {
    assertThat(Positions.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "01",
        "a",
        "-1",
        "3-",
        "-3",
        "3-3",
        "5-3",
        "3,",
        ",3",
        "3,,5",
        "3, 5",
        "3,3",
        "5,3",
        "3,4",
        "3-5,6",
        "3-5,5-7",
        "3-9,4",
        "1-2-3",
        "9007199254740992",
        "1-9007199254740992"
      })
  void refuseEveryOther(String text) {
    assertThatThrownBy(() -> Positions.parse(text)).isInstanceOf(EvidenceException.class);
  }

  @Test
  void areMadeOfSinglePositions() {
    Positions positions = Positions.fitting(List.of(3L, 5L, 6L, 7L, 9L));
    assertThat(positions).hasToString("3,5-7,9");
    assertThat(LongStream.rangeClosed(1, 10).filter(positions::contains))
        .containsExactly(3L, 5L, 6L, 7L, 9L);
    assertThat(positions.last()).isEqualTo(9);
  }

  @Test
  void nameAsManyAsFit() throws EvidenceException {
    List<Long> all = LongStream.iterate(1, position -> position + 2).limit(2_000).boxed().toList();
    Positions fitting = Positions.fitting(all);
    assertThat(fitting.toString()).hasSizeBetween(3_990, Positions.MAX_LENGTH);
    assertThat(Positions.parse(fitting.toString())).isEqualTo(fitting);
    assertThat(fitting.ranges()).hasSizeLessThan(all.size());
  }

  @Test
  void keepTheRangeThatTheNextPositionWouldMakeTooLong() {
    // 3 999 characters with the last range at 9998-9999; 10000 in its place is one too many.
    List<Long> all = new ArrayList<>(LongStream.rangeClosed(1, 99).boxed().toList());
    LongStream.iterate(1001, position -> position + 2).limit(796).forEach(all::add);
    LongStream.of(9998, 9999, 10000).forEach(all::add);
    Positions fitting = Positions.fitting(all);
    assertThat(fitting.toString().length()).isLessThanOrEqualTo(Positions.MAX_LENGTH);
    assertThat(fitting.last()).isIn(9998L, 9999L, 10000L);
  }

  @Test
  void refuseThoseThatDoNotRise() {
    assertThatThrownBy(() -> Positions.fitting(List.of(3L, 3L)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Positions.fitting(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Positions.range(5, 3)).isInstanceOf(IllegalArgumentException.class);
  }
}
