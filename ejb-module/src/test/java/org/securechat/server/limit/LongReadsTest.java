package org.securechat.server.limit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LongReadsTest {
  private final LongReads reads = new LongReads(new Gate(1, 0, Duration.ZERO));

  @Test
  void whatFindsNoPlaceIsRefusedUntilOneIsFree() {
    try (var _ = reads.enter()) {
      assertThatThrownBy(reads::enter).isInstanceOf(LaneException.class);
    }

    reads.enter().close();
  }
}
