package org.securechat.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.MessagePayload;

/** PROTOCOL.md 8.3: which refusals use up a message's number. */
class MessageNumberTest extends AgainstScriptedServer {
  private void refusedThenSent(ErrorCode code, long nextNumber) throws Exception {
    try (ChatSession one = alice(new Recorder())) {
      one.create("lobby", Visibility.PUBLIC);
      server.refuseNextMessage(code);
      assertThatThrownBy(() -> one.send("lobby", "no"))
          .isInstanceOfSatisfying(
              RequestRefusedException.class, e -> assertThat(e.error()).isEqualTo(code));
      assertThat(one.send("lobby", "yes").position()).isEqualTo(2);
    }
    assertThat(server.asked).extracting(MessagePayload::seq).containsExactly(1L, nextNumber);
    // An honest client never causes the operator's alarm about forged messages.
    assertThat(server.refused).containsExactly(code);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"TOO_LARGE", "BAD_REQUEST", "SIGNATURE_INVALID", "REPLAYED"},
      mode = Mode.EXCLUDE)
  void aRefusalAfterTheSignatureUsesUpTheNumber(ErrorCode code) throws Exception {
    refusedThenSent(code, 2);
  }

  @ParameterizedTest
  @EnumSource(names = {"TOO_LARGE", "SIGNATURE_INVALID"})
  void aRefusalBeforeItDoesNot(ErrorCode code) throws Exception {
    refusedThenSent(code, 1);
  }
}
