package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.testkit.TestPki;

class ErasuresTest {
  private static Erasure erasure(long position, String lines) {
    EventPayload event =
        EventPayload.create(
            "lobby", UUID.randomUUID(), EventPayload.Event.ERASED, lines, "@server", TestPki.NOW);
    String hash = "ab".repeat(32);
    return new Erasure(
        new TranscriptLine(position, "2026-11-22T12:00:00.000Z", "@server", hash, hash, "AAAA"),
        event);
  }

  private static long by(Erasures erasures, long position) {
    return erasures.of(position).map(erasure -> erasure.line().position()).orElse(0L);
  }

  @Test
  void theFirstThatNamesALineCounts() {
    Erasures erasures = new Erasures(10, 10);
    erasures.take(erasure(15, "12-13"));
    erasures.take(erasure(17, "3,11-14"));
    erasures.take(erasure(19, "1-9007199254740991"));

    long[] expected = {19, 17, 15, 15, 17, 19, 19, 19, 19, 19};
    for (int i = 0; i < expected.length; i++) {
      assertThat(by(erasures, 10 + i)).as("line %d", 10 + i).isEqualTo(expected[i]);
    }
    assertThat(by(erasures, 9)).isZero();
    assertThat(by(erasures, 20)).isZero();
    assertThat(erasures.all()).hasSize(3);
  }

  @Test
  void linesOutsideTheRecordChangeNothing() {
    Erasures erasures = new Erasures(10, 2);
    erasures.take(erasure(11, "1-9"));
    erasures.take(erasure(11, "12-20"));
    assertThat(by(erasures, 10)).isZero();
    assertThat(by(erasures, 11)).isZero();
    assertThat(by(new Erasures(1, 0), 1)).isZero();
  }
}
