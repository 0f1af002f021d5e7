package org.securechat.client.connection;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.securechat.client.ClientException;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.ServerMessage;

/** Requests that wait for their answers. Thread-safe. */
final class PendingAnswers {
  private final Map<Long, CompletableFuture<ServerMessage>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong counter = new AtomicLong();
  private volatile ClientException ended;

  /** A request's number; must be {@link #await}ed or {@link #forget forgotten}. */
  long open() throws ClientException {
    long id = counter.incrementAndGet();
    waiting.put(id, new CompletableFuture<>());
    // After the put: either end() sees this request, or this request sees the end.
    if (ended != null) {
      waiting.remove(id);
      throw ended;
    }
    return id;
  }

  void forget(long id) {
    waiting.remove(id);
  }

  ServerMessage await(long id, Duration limit, ClientException tooLate) throws ClientException {
    CompletableFuture<ServerMessage> answer = waiting.get(id);
    if (answer == null) {
      throw ended == null ? tooLate : ended;
    }
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw tooLate;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw tooLate;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ClientException problem ? problem : tooLate;
    } finally {
      waiting.remove(id);
    }
  }

  /** Whether the message answers a request that waits; then it has been handed over. */
  boolean complete(ServerMessage message) {
    CompletableFuture<ServerMessage> answer = waiting.get(re(message));
    return answer != null && answer.complete(message);
  }

  private static long re(ServerMessage message) {
    return switch (message) {
      case Ok ok -> ok.re();
      case ServerMessage.Failure failure -> failure.re();
      case ServerMessage.ReceiptMessage receipt -> receipt.re().orElse(0);
      case ServerMessage.MessagePush _, ServerMessage.Presence _, ServerMessage.Notice _ -> 0;
    };
  }

  /** Why nothing is answered any more, once that is so. */
  Optional<ClientException> reason() {
    return Optional.ofNullable(ended);
  }

  void end(ClientException why) {
    ended = why;
    waiting.values().forEach(answer -> answer.completeExceptionally(why));
  }
}
