package org.securechat.server.ledger;

import java.util.concurrent.CompletableFuture;

/** A line that somebody waits for. */
record Pending(Append append, CompletableFuture<Appended> answer) {
  Pending(Append append) {
    this(append, new CompletableFuture<>());
  }

  void fail(RuntimeException reason) {
    answer.completeExceptionally(reason);
  }
}
