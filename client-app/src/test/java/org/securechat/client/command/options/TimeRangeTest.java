package org.securechat.client.command.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeRangeTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "2026-11-01,2026-10-31T23:00:00Z,2026-11-01T23:00:00Z",
    // The clocks go forward: this day has 23 hours. And back: this has 25.
    "2026-03-29,2026-03-28T23:00:00Z,2026-03-29T22:00:00Z",
    "2026-10-25,2026-10-24T22:00:00Z,2026-10-25T23:00:00Z",
    "2024-02-29,2024-02-28T23:00:00Z,2024-02-29T23:00:00Z",
    "2026-11-01T09:00:00+01:00,2026-11-01T08:00:00Z,2026-11-01T08:00:00Z",
    "2026-11-01T09:00:00.123Z,2026-11-01T09:00:00.123Z,2026-11-01T09:00:00.123Z"
  })
  void datesAreWholeDaysOfTheZoneAndTimesHaveTheirOffset(String text, String since, String until) {
    assertThat(TimeRange.read(text, null, BERLIN).since()).contains(Instant.parse(since));
    assertThat(TimeRange.read(null, text, BERLIN).until()).contains(Instant.parse(until));
  }

  @Test
  void theDayAtWhichAZoneHasNoMidnightBeginsLater() {
    assertThat(TimeRange.read("2018-11-04", null, ZoneId.of("America/Sao_Paulo")).since())
        .contains(Instant.parse("2018-11-04T03:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30",
        "2026-02-29",
        "2026-13-01",
        "2026-11-1",
        "yesterday",
        "",
        "2026-11-01T09:00:00",
        "2026-11-01T25:00:00Z",
        "2026-11-01 09:00:00Z",
        "2026-11-01Z",
        "1-11-2026",
        "٢٠٢٦-11-01"
      })
  void whatIsNoTimeIsRefusedWithTheOption(String text) {
    assertThatThrownBy(() -> TimeRange.read(text, null, BERLIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--since '" + text + "'");
    assertThatThrownBy(() -> TimeRange.read(null, text, BERLIN))
        .hasMessageStartingWith("--until '" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-02,2026-11-01",
    "2026-11-01T00:00:00Z,2026-11-01T00:00:00Z",
    "2026-11-02,2026-11-02T00:00:00+01:00"
  })
  void anEndThatIsNotAfterTheBeginningIsRefused(String since, String until) {
    assertThatThrownBy(() -> TimeRange.read(since, until, BERLIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not after --since");
  }

  @Test
  void oneDayIsATime() {
    TimeRange day = TimeRange.read("2026-11-01", "2026-11-01", BERLIN);
    assertThat(day.contains(Instant.parse("2026-10-31T23:00:00Z"))).isTrue();
    assertThat(day.contains(Instant.parse("2026-11-01T22:59:59.999Z"))).isTrue();
    assertThat(day.contains(Instant.parse("2026-11-01T23:00:00Z"))).isFalse();
    assertThat(day.contains(Instant.parse("2026-10-31T22:59:59.999Z"))).isFalse();
  }

  @Test
  void theInstantsAreSaidInTheZoneAndInUtc() {
    assertThat(TimeRange.read("2026-11-01", "2026-11-30", BERLIN).words())
        .isEqualTo(
            "from 2026-11-01T00:00:00+01:00 = 2026-10-31T23:00:00Z to before"
                + " 2026-12-01T00:00:00+01:00 = 2026-11-30T23:00:00Z (zone Europe/Berlin)");
    assertThat(TimeRange.read("2026-11-01", null, ZoneId.of("UTC")).words())
        .isEqualTo("from 2026-11-01T00:00:00Z to the end (zone UTC)");
    assertThat(TimeRange.read(null, null, BERLIN).isLimited()).isFalse();
  }
}
