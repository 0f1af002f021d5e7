package org.securechat.server.http;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Requests to other servers: bounded in size and in time, without redirections, cookies or
 * credentials. Thread-safe. A client, and its thread, exist from the first request on.
 */
public final class OutboundHttpClient {

  private static final int OK = 200;

  /** What we have is still what there is. */
  public static final int NOT_MODIFIED = 304;

  private final Duration limit;
  private final Optional<SSLContext> trust;
  private HttpClient client;

  /**
   * @param limit for one exchange in all, from the name's resolution to the last byte
   */
  public OutboundHttpClient(Duration limit) {
    this(limit, Optional.empty());
  }

  /**
   * @param limit for one exchange in all, from the name's resolution to the last byte
   * @param trust whose certificates count with https; empty for what the virtual machine trusts
   */
  public OutboundHttpClient(Duration limit, Optional<SSLContext> trust) {
    this.limit = limit;
    this.trust = trust;
  }

  /**
   * An answer of 200 or 304.
   *
   * @param body empty for 304
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
  public record Answer(int status, byte[] body, Map<String, String> validators) {}

  /**
   * GET.
   *
   * @param headers the validators of what is known already, for example
   * @throws IOException for every other status, too much, too late, or no answer
   */
  public Answer get(URI address, Map<String, String> headers, int maxBytes) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).GET();
    headers.forEach(request::header);
    return exchange(request.build(), maxBytes, limit);
  }

  /**
   * POST; the answer's type must be as said.
   *
   * @throws IOException for every status but 200, too much, too late, or no answer
   */
  public byte[] post(
      URI address, String type, byte[] body, String answerType, int maxBytes, Duration wait)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", type)
            .header("Accept", answerType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return exchange(request, maxBytes, wait).body();
  }

  private Answer exchange(HttpRequest request, int maxBytes, Duration wait) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> response =
        client().sendAsync(request, info -> new LimitedBody(maxBytes));
    try {
      return answer(response.get(wait.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw new IOException(words(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + wait.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    } finally {
      response.cancel(true);
    }
  }

  /** A refused connection has no message, only a type. */
  private static String words(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  private static Answer answer(HttpResponse<byte[]> response) throws IOException {
    int status = response.statusCode();
    if (status != OK && status != NOT_MODIFIED) {
      throw new IOException("status " + status);
    }
    Map<String, String> validators =
        Map.of(
            "If-None-Match",
            header(response, "ETag").orElse(""),
            "If-Modified-Since",
            header(response, "Last-Modified").orElse(""));
    return new Answer(status, response.body(), validators);
  }

  private static Optional<String> header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name.toLowerCase(Locale.ROOT));
  }

  private synchronized HttpClient client() {
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(limit)
              // What arrives is little, and is put together on the client's own thread.
              .executor(Runnable::run);
      ProxySelector proxy = ProxySelector.getDefault();
      if (proxy != null) {
        builder.proxy(proxy);
      }
      trust.ifPresent(builder::sslContext);
      client = builder.build();
    }
    return client;
  }

  /** The client's thread ends when the client is no longer referenced. */
  public synchronized void close() {
    client = null;
  }
}
