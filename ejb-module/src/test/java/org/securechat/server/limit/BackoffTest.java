package org.securechat.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void doublesUpToSixteenfold() {
    Backoff backoff = new Backoff(Duration.ofMillis(250));

    assertThat(LongStream.generate(backoff::nextMillis).limit(7))
        .containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 4_000L, 4_000L);
  }
}
