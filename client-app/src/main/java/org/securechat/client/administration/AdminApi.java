package org.securechat.client.administration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.securechat.client.ClientException;
import org.securechat.protocol.json.Json;

/**
 * The administration interface of one server. A refusal is an {@link AdminRequestException}, a
 * failure on the way there a {@link ClientException}. Thread-safe.
 */
public final class AdminApi {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Erasing a user or packing a long transcript takes a while. */
  private static final Duration ANSWER = Duration.ofMinutes(10);

  private static final int MAX_ANSWER = 32 * 1024 * 1024;
  private static final String JSON = "application/json";

  private final URI server;
  private final AdminLogin login;
  private final HttpClient http;
  private final AdminErrorMessages failures;

  /**
   * @param server {@code https://host:port}
   * @param tls as {@code HttpsTrust} makes it; the host's name is always checked
   */
  public AdminApi(URI server, SSLContext tls, AdminLogin login) {
    this.server = server;
    this.login = login;
    this.failures = new AdminErrorMessages(server);
    this.http =
        HttpClient.newBuilder()
            .sslContext(tls)
            .version(Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(Redirect.NEVER)
            .build();
  }

  /** The server, as {@code https://host:port}. */
  public URI server() {
    return server;
  }

  /** Reads one thing. */
  public AdminAnswer get(AdminPath path) throws ClientException {
    return json(request(path).GET().build());
  }

  /** Reads something that is text. */
  public String text(AdminPath path) throws ClientException {
    HttpRequest request = request(path).setHeader("Accept", "*/*").GET().build();
    try (InputStream in = answer(request).body()) {
      return new String(in.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failures.of(e);
    }
  }

  /**
   * Asks for something that does not depend on what is there.
   *
   * @param method such as {@code POST}
   * @param body the JSON object to send; null for none
   */
  public AdminAnswer send(String method, AdminPath path, ObjectNode body) throws ClientException {
    return json(withBody(request(path), method, body).build());
  }

  /**
   * Asks for a change of one state and no other.
   *
   * @param tag the {@code ETag} of that state
   */
  public AdminAnswer sendIf(String tag, String method, AdminPath path, ObjectNode body)
      throws ClientException {
    return json(withBody(request(path), method, body).header("If-Match", tag).build());
  }

  /**
   * Changes something that another administrator may be changing as well: reads it, and sends the
   * change for what was read and nothing newer.
   *
   * @param item what is read for its tag
   * @param path where the change is sent
   * @param body makes what is sent from what was read; may return null
   */
  public AdminAnswer change(
      AdminPath item, String method, AdminPath path, UnaryOperator<ObjectNode> body)
      throws ClientException {
    AdminAnswer read = get(item);
    // Without a tag the server will say what it misses.
    String tag = read.tag().orElse("\"\"");
    return sendIf(tag, method, path, body.apply(read.body()));
  }

  /** The same with a body that does not depend on what was read; null for none. */
  public AdminAnswer change(AdminPath item, String method, AdminPath path, ObjectNode body)
      throws ClientException {
    return change(item, method, path, read -> body);
  }

  /** What is done with each object of a list. */
  public interface Each {
    void accept(ObjectNode item) throws ClientException;
  }

  /**
   * Reads a list, page after page.
   *
   * @param most objects that are wanted at most
   * @return whether there are more
   */
  public boolean list(AdminPath path, int most, Each each) throws ClientException {
    int left = most;
    String after = null;
    do {
      AdminPath page = path.with(Map.of("limit", Math.min(left, 1_000)));
      ObjectNode answer = get(after == null ? page : page.with(Map.of("after", after))).body();
      for (JsonNode item : answer.path("items")) {
        each.accept((ObjectNode) item);
        left--;
      }
      after = answer.hasNonNull("next") ? answer.get("next").asText() : null;
    } while (after != null && left > 0);
    return after != null;
  }

  /**
   * Sends a file.
   *
   * @param type its media type
   */
  public AdminAnswer upload(String method, AdminPath path, Path file, String type)
      throws ClientException {
    try {
      return json(
          request(path)
              .header("Content-Type", type)
              .method(method, BodyPublishers.ofFile(file))
              .build());
    } catch (IOException e) {
      throw new ClientException("there is no file " + file, "Check its name.", e);
    }
  }

  /**
   * Writes what the server sends to a file that must not exist. It has another name until it is
   * whole.
   *
   * @return the number of bytes
   */
  public long download(AdminPath path, Path file) throws ClientException {
    if (Files.exists(file)) {
      throw new ClientException(file + " is there already", "Name another file with --out.");
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    HttpRequest request = request(path).setHeader("Accept", "*/*").GET().build();
    try (InputStream in = answer(request).body()) {
      long bytes = Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, file);
      return bytes;
    } catch (IOException e) {
      remove(part);
      throw new ClientException("the download to " + file + " failed: " + e.getMessage(), e);
    }
  }

  private static void remove(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // What is left has a name that says that it is not whole.
    }
  }

  private HttpRequest.Builder request(AdminPath path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path.text()))
            .timeout(ANSWER)
            .header("Accept", JSON + ", application/problem+json");
    login.header().ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private static HttpRequest.Builder withBody(
      HttpRequest.Builder request, String method, ObjectNode body) {
    BodyPublisher content =
        body == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8);
    return (body == null ? request : request.header("Content-Type", JSON)).method(method, content);
  }

  private AdminAnswer json(HttpRequest request) throws ClientException {
    HttpResponse<InputStream> answer = answer(request);
    try (InputStream in = answer.body()) {
      return new AdminAnswer(object(in), answer.headers().firstValue("ETag"));
    } catch (IOException e) {
      throw failures.of(e);
    }
  }

  /** An answer that is no refusal. */
  private HttpResponse<InputStream> answer(HttpRequest request) throws ClientException {
    HttpResponse<InputStream> answer;
    try {
      answer = http.send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw failures.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException("interrupted", e);
    }
    if (answer.statusCode() / 100 == 2) {
      return answer;
    }
    try (InputStream in = answer.body()) {
      throw AdminRequestException.of(answer.statusCode(), object(in));
    } catch (IOException e) {
      throw AdminRequestException.of(answer.statusCode(), Json.object());
    }
  }

  private static ObjectNode object(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_ANSWER);
    if (bytes.length == 0) {
      return Json.object();
    }
    JsonNode tree = Json.MAPPER.readTree(bytes);
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw new IOException("the answer is not a JSON object");
  }
}
