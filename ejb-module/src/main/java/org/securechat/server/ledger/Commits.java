package org.securechat.server.ledger;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.securechat.server.DomainException;
import org.securechat.server.ServerLog;
import org.securechat.server.ledger.LedgerException.Reason;

/** Waiting for lines that the ledger has been given; never on the ledger's own thread. */
public final class Commits {
  /** Longer than the ledger keeps a commit in doubt. */
  private static final long LIMIT_SECONDS = 30;

  private Commits() {}

  /**
   * Waits until a line is durable, at most {@value #LIMIT_SECONDS} seconds.
   *
   * @throws DomainException why it is not; {@code IN_DOUBT} when it may still become so
   */
  public static <T> T await(CompletionStage<T> line) {
    try {
      return line.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw reason(e.getCause());
    } catch (TimeoutException e) {
      throw new LedgerException(Reason.IN_DOUBT, "no commit in " + LIMIT_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LedgerException(Reason.IN_DOUBT, "interrupted while waiting for a commit");
    }
  }

  /** Why the ledger has not written a line; an unexpected failure is logged. */
  public static DomainException reason(Throwable thrown) {
    Throwable failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (failure instanceof DomainException refused) {
      return refused;
    }
    ServerLog.requestFailed("append", new IllegalStateException(failure));
    return new LedgerException(Reason.NOT_WRITTEN, "the ledger failed");
  }
}
