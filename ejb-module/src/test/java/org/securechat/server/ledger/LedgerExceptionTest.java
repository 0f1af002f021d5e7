package org.securechat.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.server.endpoint.ProtocolErrors;
import org.securechat.server.ledger.LedgerException.Reason;

class LedgerExceptionTest {

  @ParameterizedTest
  @EnumSource(Reason.class)
  void whatMaySucceedLaterIsUnavailableToPeers(Reason reason) {
    LedgerException failure = new LedgerException(reason, "for the log");

    assertThat(ProtocolErrors.code(failure))
        .isEqualTo(failure.isUnavailable() ? ErrorCode.UNAVAILABLE : ErrorCode.BAD_REQUEST);
    assertThat(failure.getStackTrace()).isEmpty();
  }
}
