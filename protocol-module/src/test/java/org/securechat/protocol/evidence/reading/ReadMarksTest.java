package org.securechat.protocol.evidence.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.securechat.protocol.evidence.reading.ReadMarks.ReadMark;

class ReadMarksTest {
  private final ReadMarks marks = new ReadMarks(3);

  @Test
  void whoSaysLessOnAnotherDeviceHasNotReadLess() {
    marks.take("alice", 9, 10);
    marks.take("alice", 4, 11);
    marks.take("alice", 9, 12);

    assertThat(marks.all()).containsExactly(new ReadMark("alice", 9, 10));
  }

  @Test
  void theFurthestComesFirstWhateverTheOrderOfTheLines() {
    marks.take("carol", 12, 20);
    marks.take("bob", 30, 31);
    marks.take("alice", 12, 19);

    assertThat(marks.all()).extracting(ReadMark::user).containsExactly("bob", "alice", "carol");
  }

  @Test
  void aCrowdFillsNoMemoryAndThoseWhoAreKnownStillMove() {
    for (String user : new String[] {"a", "b", "c", "d"}) {
      marks.take(user, 5, 6);
    }
    marks.take("c", 8, 9);

    assertThat(marks.all()).extracting(ReadMark::user).containsExactly("c", "a", "b");
  }
}
