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
  private final RoomException refused =
      new RoomException(RoomException.Reason.NOT_PERMITTED, "the room is archived");

  @Test
  void aRefusalKeepsItsCodeHoweverManyStagesItHasPassed() {
    CompletableFuture<String> line = new CompletableFuture<>();
    CompletableFuture<String> later = line.thenApply(text -> text);
    line.completeExceptionally(refused);

    assertThatThrownBy(() -> Commits.await(later)).isSameAs(refused);
    assertThat(Commits.reason(refused)).isSameAs(refused);
    assertThat(Commits.reason(new CompletionException(refused))).isSameAs(refused);
  }

  @Test
  void whatNobodyExpectedIsUnavailable() {
    assertThat(ProtocolErrors.code(Commits.reason(new ClassCastException("a defect"))))
        .isEqualTo(ErrorCode.UNAVAILABLE);
  }
}
