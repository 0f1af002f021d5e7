package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  @Test
  void alwaysHasMilliseconds() throws EvidenceException {
    Instant time = Instant.parse("2026-11-22T19:00:00Z");
    assertThat(Timestamps.format(time)).isEqualTo("2026-11-22T19:00:00.000Z");
    assertThat(Timestamps.format(time.plusNanos(1_999_999))).isEqualTo("2026-11-22T19:00:00.001Z");
    assertThat(Timestamps.parse("2026-11-22T19:00:00.001Z")).isEqualTo(time.plusMillis(1));
    assertThat(Timestamps.parse("9999-12-31T23:59:59.999Z")).isAfter(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-22T19:00:00Z",
        "2026-11-22T19:00:00.12Z",
        "2026-11-22T19:00:00.1234Z",
        "2026-11-22T19:00:00.123z",
        "2026-11-22t19:00:00.123Z",
        "2026-11-22 19:00:00.123Z",
        "2026-11-22T19:00:00,123Z",
        "2026-11-22T19:00:60.123Z",
        "2026-11-22T24:00:00.000Z",
        "2026-02-29T19:00:00.123Z",
        "2026-13-01T19:00:00.123Z",
        "1969-12-31T23:59:59.999Z",
        "-026-11-22T19:00:00.123Z",
        "2026-11-22T19:00:00.12٣Z",
        "20261-1-22T19:00:00.123Z"
      })
  void refuses(String text) {
    assertThat(Timestamps.isTimestamp(text)).isFalse();
    assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(EvidenceException.class);
  }

  @Test
  void hasNoTextOutsideItsYears() {
    assertThatThrownBy(() -> Timestamps.format(Instant.ofEpochMilli(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Timestamps.format(Instant.parse("+10000-01-01T00:00:00Z")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
