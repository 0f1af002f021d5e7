package org.securechat.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.server.endpoint.ProtocolErrors;
import org.securechat.server.room.RoomException;

class CommitsTest {
  private static final RoomException REFUSED =
      new RoomException(RoomException.Reason.NOT_PERMITTED, "the room is archived");

  @Test
  void aRefusalKeepsItsCodeHoweverManyStagesItHasPassed() {
    CompletableFuture<String> line = new CompletableFuture<>();
    CompletableFuture<String> later = line.thenApply(text -> text);
    line.completeExceptionally(REFUSED);

    assertThatThrownBy(() -> Commits.await(later)).isSameAs(REFUSED);
    assertThat(Commits.reason(REFUSED)).isSameAs(REFUSED);
    assertThat(Commits.reason(new CompletionException(REFUSED))).isSameAs(REFUSED);
  }

  @Test
  void whatNobodyExpectedIsUnavailable() {
    assertThat(ProtocolErrors.code(Commits.reason(new ClassCastException("a defect"))))
        .isEqualTo(ErrorCode.UNAVAILABLE);
  }
}
