package org.securechat.server.ledger;

import java.util.concurrent.CompletableFuture;

/**
 * A line that somebody waits for.
 *
 * @param since when it was given to the ledger, as {@link System#nanoTime} has it
 */
record Pending(Append append, CompletableFuture<Appended> answer, long since) {
  Pending(Append append) {
    this(append, new CompletableFuture<>(), System.nanoTime());
  }

  void fail(RuntimeException reason) {
    answer.completeExceptionally(reason);
  }
}
