package org.securechat.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

/** Assertions about how something fails. */
final class Alerts {
  private Alerts() {}

  static void assertAlert(AlertCode alert, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.alert()).as("%s", e).isEqualTo(alert));
  }
}
