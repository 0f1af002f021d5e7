package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

/** The detector on which other tests rely detects. */
class NoLeaksTest {

  @Test
  void aLostBufferIsNoticed() {
    lose();
    await()
        .untilAsserted(() -> {
          System.gc();
          ByteBufAllocator.DEFAULT.directBuffer().release();
          assertThat(RecordingLeakDetector.LEAKS).isNotEmpty();
        });
    RecordingLeakDetector.LEAKS.clear();
  }

  private static void lose() {
    ByteBufAllocator.DEFAULT.directBuffer().writeByte(1);
  }
}
