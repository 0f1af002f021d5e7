package org.securechat.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.server.endpoint.ProtocolErrors;
import org.securechat.server.ledger.LedgerException.Reason;

class LedgerExceptionTest {

  @Test
  void whatIsErasedIsNoMessageToPeers() {
    assertThat(ProtocolErrors.code(new LedgerException(Reason.ERASED, "for the log")))
        .isEqualTo(ErrorCode.NO_SUCH_MESSAGE);
  }

  @ParameterizedTest
  @EnumSource(value = Reason.class, mode = EnumSource.Mode.EXCLUDE, names = "ERASED")
  void whatMaySucceedLaterIsUnavailableToPeers(Reason reason) {
    LedgerException failure = new LedgerException(reason, "for the log");

    assertThat(ProtocolErrors.code(failure))
        .isEqualTo(failure.isUnavailable() ? ErrorCode.UNAVAILABLE : ErrorCode.BAD_REQUEST);
    assertThat(failure.getStackTrace()).isEmpty();
  }
}
