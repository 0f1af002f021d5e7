package org.securechat.client.pki.est;

import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.securechat.client.ClientException;

/**
 * HTTPS with one EST server. Every answer is bounded in size and in time, redirects are followed on
 * the same server alone, and a password goes to no other. For one thread.
 */
final class EstHttp implements AutoCloseable {
  /** A chain has some thousand bytes; this leaves room for authorities with many certificates. */
  static final int MAX_BYTES = 256 * 1024;

  private static final int MAX_REDIRECTS = 3;
  private static final int MAX_REASON = 200;

  private final EstAddress address;
  private final EstPatience patience;
  private final Optional<EstLogin> login;
  private final HttpClient http;

  /**
   * @param tls whom to trust, and which certificate to show
   * @param login used if the server asks for it
   */
  EstHttp(EstAddress address, SSLContext tls, EstPatience patience, Optional<EstLogin> login) {
    this.address = address;
    this.patience = patience;
    this.login = login;
    this.http =
        HttpClient.newBuilder()
            .sslContext(tls)
            .version(Version.HTTP_1_1)
            .connectTimeout(patience.connecting())
            .followRedirects(Redirect.NEVER)
            .build();
  }

  /** Reads something. */
  EstAnswer get(String operation) throws ClientException {
    return exchange("GET", address.operation(operation), uri -> HttpRequest.newBuilder(uri).GET());
  }

  /**
   * Sends a request for a certificate. In base64 whatever its header says (RFC 8951, section 3);
   * the header is for servers that are older than that.
   */
  EstAnswer post(String operation, byte[] request) throws ClientException {
    String body = Base64.getMimeEncoder().encodeToString(request);
    return exchange(
        "POST",
        address.operation(operation),
        uri ->
            HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/pkcs10")
                .header("Content-Transfer-Encoding", "base64")
                .POST(BodyPublishers.ofString(body, StandardCharsets.US_ASCII)));
  }

  /** Makes a request for where it is to go. */
  @FunctionalInterface
  private interface Draft {
    HttpRequest.Builder to(URI uri);
  }

  private EstAnswer exchange(String method, URI first, Draft draft) throws ClientException {
    URI uri = first;
    int redirects = 0;
    Optional<HttpChallenge> answered = Optional.empty();
    Optional<String> authorization = Optional.empty();
    while (true) {
      HttpRequest.Builder request = draft.to(uri).header("Accept", "*/*");
      authorization.ifPresent(value -> request.header("Authorization", value));
      HttpResponse<byte[]> response = send(request.build());
      int status = response.statusCode();
      if (isRedirect(status) && redirects++ < MAX_REDIRECTS) {
        uri = target(uri, response);
        authorization = answer(answered, method, uri);
      } else if (status == 401) {
        HttpChallenge challenge = challenge(response);
        if (answered.isPresent() && !(challenge.isStale() && !answered.get().isStale())) {
          throw new EstException(
              EstFault.UNAUTHORIZED,
              address + " does not take the name and the password" + reason(response),
              "Check both (--user NAME): they are the authority's, not those of the chat.");
        }
        answered = Optional.of(challenge);
        authorization = answer(answered, method, uri);
      } else {
        return judged(response);
      }
    }
  }

  private Optional<String> answer(Optional<HttpChallenge> challenge, String method, URI uri)
      throws ClientException {
    return challenge.isEmpty()
        ? Optional.empty()
        : Optional.of(login.orElseThrow().answer(challenge.get(), method, target(uri)));
  }

  /** As it stands in the request's first line, where Digest wants it from. */
  private static String target(URI uri) {
    return uri.getRawQuery() == null
        ? uri.getRawPath()
        : uri.getRawPath() + "?" + uri.getRawQuery();
  }

  private HttpChallenge challenge(HttpResponse<byte[]> response) throws EstException {
    if (login.isEmpty()) {
      throw new EstException(
          EstFault.UNAUTHORIZED,
          address + " wants to know who asks" + reason(response),
          "It did not take the certificate that it was shown, if any. 'securechat pki enroll' asks"
              + " with a name and a password.");
    }
    List<String> offered = response.headers().allValues("WWW-Authenticate");
    return HttpChallenge.best(offered)
        .orElseThrow(() ->
            new EstException(
                EstFault.UNAUTHORIZED,
                address + " asks for a login of a kind that is not known here",
                "Basic and Digest (with qop=auth) are known. Does it take a certificate"
                    + " (--login-cert)?"));
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 307, 308 -> true;
      default -> false;
    };
  }

  private URI target(URI from, HttpResponse<byte[]> response) throws EstException {
    String location = response.headers().firstValue("Location").orElse("");
    try {
      URI to = from.resolve(new URI(location));
      if (address.hasOriginOf(to) && to.getUserInfo() == null) {
        return to;
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Refused below as what leads elsewhere.
    }
    throw new EstException(
        EstFault.REDIRECT,
        address + " points to another server, " + shortened(location),
        "It is not followed. If it is the right one, name it with --est.");
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws EstException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
    try {
      return answer.get(patience.answering().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw late(e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new EstException(EstFault.TIMEOUT, "interrupted", "", e);
    }
  }

  private EstException late(Throwable cause) {
    return new EstException(
        EstFault.TIMEOUT,
        address + " did not answer within " + patience.answering().toSeconds() + " seconds",
        "Try again later.",
        cause);
  }

  private EstException failure(Throwable cause) {
    if (cause instanceof HttpTimeoutException) {
      return late(cause);
    }
    if (cause instanceof SSLException tls) {
      return ofTls(tls);
    }
    if (cause instanceof ConnectException) {
      return new EstException(
          EstFault.UNREACHABLE,
          "there is no connection to " + address,
          "Check the address, and whether the network lets you there.",
          cause);
    }
    if (String.valueOf(cause.getMessage()).contains("exceeds capacity")) {
      return new EstException(
          EstFault.TOO_LONG,
          address + " sends more than " + MAX_BYTES + " bytes",
          "That is no answer of EST. Check the address.",
          cause);
    }
    return new EstException(
        EstFault.UNREACHABLE,
        "the connection to " + address + " broke: " + deepest(cause).getMessage(),
        "Try again. If it breaks each time, the server may not take the certificate that it was"
            + " shown.",
        cause);
  }

  private EstException ofTls(SSLException tls) {
    Throwable deepest = deepest(tls);
    boolean judgedHere =
        deepest instanceof CertificateException
            || deepest instanceof CertPathBuilderException
            || deepest instanceof CertPathValidatorException;
    return judgedHere
        ? new EstException(
            EstFault.UNTRUSTED,
            address + " shows a certificate that is not trusted: " + deepest.getMessage(),
            "It has to name the host, and to be of the authority of --ca, --ca-fingerprint or"
                + " ca.pem. Name another authority for this connection with --tls-ca FILE.",
            tls)
        : new EstException(
            EstFault.CERTIFICATE_REFUSED,
            address + " ended the TLS handshake: " + tls.getMessage(),
            "It did not take the certificate that it was shown, or wants one.",
            tls);
  }

  private static Throwable deepest(Throwable cause) {
    Throwable deepest = cause;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  private EstAnswer judged(HttpResponse<byte[]> response) throws EstException {
    int status = response.statusCode();
    return switch (status) {
      case 200, EstAnswer.ACCEPTED -> new EstAnswer(status, response.headers(), response.body());
      case 204, 404, 405, 501 ->
          throw new EstException(
              EstFault.NOT_FOUND,
              address + " has nothing there (HTTP " + status + ")",
              "Check the address and its label, https://HOST/.well-known/est/LABEL.");
      default -> {
        boolean ofServer = status >= 500;
        throw new EstException(
            ofServer ? EstFault.UNAVAILABLE : EstFault.REFUSED,
            address
                + (ofServer ? " has a fault of its own" : " refuses")
                + " (HTTP "
                + status
                + ")"
                + reason(response),
            ofServer ? "Try again later." : "Ask those who run the authority.");
      }
    };
  }

  /** What the server says for people (RFC 7030, section 4.2.3). */
  private static String reason(HttpResponse<byte[]> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    String text = new String(response.body(), StandardCharsets.UTF_8).strip();
    return type.startsWith("text/plain") && !text.isEmpty() ? ": " + shortened(text) : "";
  }

  private static String shortened(String text) {
    return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "…";
  }

  @Override
  public void close() {
    // Not close(), which waits for a server that does not answer.
    http.shutdownNow();
  }
}
