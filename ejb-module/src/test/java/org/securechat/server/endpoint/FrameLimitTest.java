package org.securechat.server.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.securechat.connector.FrameActivationSpec;
import org.securechat.protocol.wire.Limits;

class FrameLimitTest {

  @Test
  void theAdapterAndTheProtocolHaveOneLimit() {
    assertThat(new FrameActivationSpec().getFrameLimit()).isEqualTo(Limits.MAX_FRAME_LENGTH);
  }
}
