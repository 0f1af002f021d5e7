package org.securechat.server.ledger;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.server.DomainException;
import org.securechat.server.ServerLog;
import org.securechat.server.ServiceException;

/** Waiting for lines that the ledger has been given; never on the ledger's own thread. */
public final class Commits {
  /** Longer than the ledger keeps a commit in doubt. */
  private static final long LIMIT_SECONDS = 30;

  private Commits() {}

  /**
   * Waits until a line is durable, at most {@value #LIMIT_SECONDS} seconds.
   *
   * @throws ServiceException why it is not; {@code unavailable} also when it may still become so
   */
  public static void await(CompletionStage<?> line) {
    try {
      line.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw reason(e.getCause());
    } catch (TimeoutException e) {
      throw new ServiceException(ErrorCode.UNAVAILABLE, "no commit in " + LIMIT_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException(ErrorCode.UNAVAILABLE, "interrupted while waiting for a commit");
    }
  }

  /** What to say of a line that the ledger has failed; anything unexpected is logged. */
  public static DomainException reason(Throwable thrown) {
    Throwable failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (failure instanceof DomainException refused) {
      return refused;
    }
    ServerLog.requestFailed("append", new IllegalStateException(failure));
    return new ServiceException(ErrorCode.UNAVAILABLE, "the ledger failed");
  }
}
