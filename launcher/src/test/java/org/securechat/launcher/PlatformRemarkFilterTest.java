package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class PlatformRemarkFilterTest {

  private static boolean passes(String message) {
    return new PlatformRemarkFilter().isLoggable(new LogRecord(Level.WARNING, message));
  }

  @Test
  void onlyKnownRemarksAreDropped() {
    assertThat(passes("NCLS-SECURITY-01145")).isFalse();
    assertThat(passes("Context path from ServletContext:  differs from path from bundle: /"))
        .isFalse();
    assertThat(passes("NCLS-SECURITY-01146")).isTrue();
    assertThat(passes("SC-S012 sessions with certificate a end")).isTrue();
    assertThat(passes(null)).isTrue();
  }
}
