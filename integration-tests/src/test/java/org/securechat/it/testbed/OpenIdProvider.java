package org.securechat.it.testbed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.securechat.client.ClientException;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.it.client.Https;
import org.securechat.it.client.Trust;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.json.Json;

/**
 * An OpenID provider on this machine: its two documents over HTTPS, with a certificate of an
 * authority of its own, and the keys by which it signs tokens. At first it hangs up on everybody.
 */
public final class OpenIdProvider implements AutoCloseable {
  static final String AUDIENCE = "securechat-test";

  /** As what the console in the browser is known. */
  public static final String CLIENT = "securechat-console";

  private static final String REALM = "/realms/test";
  private static final String KEYS = "/keys";
  private static final String LOGIN = "/auth";
  private static final String EXCHANGE = "/token";

  private final Path folder;
  private final PkiFolder pki;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<TokenKey> keys = new CopyOnWriteArrayList<>();
  private final Map<String, String> challenges = new ConcurrentHashMap<>();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private volatile boolean present;
  private volatile String keysAt;

  public OpenIdProvider(Path folder) {
    try {
      this.folder = folder;
      pki = new PkiFolder(folder.resolve("authority"));
      keys.add(TokenKey.es256("first"));
      keys.add(TokenKey.rs256("second"));
      server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(Https.serving(certificate(pki))));
      referTo(this);
      // A browser opens connections ahead, and one without a request must not hold up the others.
      server.setExecutor(threads);
      server.createContext(REALM, this::answer);
      server.start();
    } catch (IOException | GeneralSecurityException | ClientException e) {
      throw new IllegalStateException("cannot start an OpenID provider", e);
    }
  }

  private static Credentials certificate(PkiFolder authority) throws ClientException {
    return Trust.credentials(
        authority.issueFiles("server", CertificateKind.SERVER, order -> order));
  }

  /** What a server has to be told to take its tokens, and to notice soon what changes here. */
  public Map<String, String> settings() {
    return Map.of(
        "SECURECHAT_OIDC_ISSUER",
        issuer(),
        "SECURECHAT_OIDC_AUDIENCE",
        AUDIENCE,
        "SECURECHAT_OIDC_CLIENT_ID",
        CLIENT,
        "SECURECHAT_OIDC_CA",
        pki.authorityFile().toString(),
        "SECURECHAT_OIDC_REFRESH",
        "PT0.5S",
        "SECURECHAT_OIDC_RETRY",
        "PT0.2S");
  }

  /** A PEM file with the authority of its own certificate. */
  public Path authorityFile() {
    return pki.authorityFile();
  }

  public String issuer() {
    return "https://127.0.0.1:" + server.getAddress().getPort() + REALM;
  }

  /** Hangs up on everybody from now on, or answers again. */
  public void present(boolean here) {
    present = here;
  }

  /** How many requests it has hung up on. */
  public int turnedAway() {
    return turnedAway.get();
  }

  /** Announces keys at another provider, whose certificate the server does not trust. */
  public void referTo(OpenIdProvider another) {
    keysAt = another.issuer() + KEYS;
  }

  /** The keys, the one that signs by itself first. */
  public List<TokenKey> keys() {
    return List.copyOf(keys);
  }

  /** Publishes this key instead of all others, and signs with it. */
  public void rotate(TokenKey key) {
    keys.clear();
    keys.add(key);
  }

  /** A valid token of the user ines, with those changes. */
  public String token(Consumer<ObjectNode> change) {
    return keys.get(0).token(claims(change));
  }

  public ObjectNode claims(Consumer<ObjectNode> change) {
    Instant now = Instant.now();
    ObjectNode claims =
        Json.object()
            .put("iss", issuer())
            .put("aud", AUDIENCE)
            .put("sub", "4711")
            .put("preferred_username", "ines")
            .put("iat", now.getEpochSecond())
            .put("exp", now.plusSeconds(600).getEpochSecond());
    claims.putArray("roles").add("something").add("auditor");
    change.accept(claims);
    return claims;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!present) {
        turnedAway.incrementAndGet();
        return;
      }
      String path = exchange.getRequestURI().getPath();
      if (path.endsWith(LOGIN)) {
        sendBack(exchange);
        return;
      }
      byte[] body = Json.write(path.endsWith(EXCHANGE) ? exchanged(exchange) : document(path));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Takes every person at once for ines, and leads back with a code that its PKCE binds. */
  private void sendBack(HttpExchange exchange) throws IOException {
    Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
    if (!query.get("client_id").equals(CLIENT)
        || !query.get("response_type").equals("code")
        || !query.get("code_challenge_method").equals("S256")) {
      exchange.sendResponseHeaders(400, -1);
      return;
    }
    String code = UUID.randomUUID().toString();
    challenges.put(code, query.get("code_challenge"));
    String back =
        query.get("redirect_uri")
            + "?code="
            + code
            + "&state="
            + URLEncoder.encode(query.get("state"), StandardCharsets.UTF_8)
            + "&iss="
            + URLEncoder.encode(issuer(), StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Location", back);
    exchange.sendResponseHeaders(302, -1);
  }

  private ObjectNode exchanged(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
    Map<String, String> form =
        parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
    String challenge = challenges.remove(form.get("code"));
    byte[] verifier = form.get("code_verifier").getBytes(StandardCharsets.US_ASCII);
    String proven =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(HexFormat.of().parseHex(Digests.sha256Hex(verifier)));
    return proven.equals(challenge)
        ? Json.object()
            .put("access_token", token(claims -> {}))
            .put("token_type", "Bearer")
            .put("expires_in", 600)
        : Json.object().put("error", "invalid_grant");
  }

  private static Map<String, String> parameters(String text) {
    return Arrays.stream(text.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private ObjectNode document(String path) {
    if (path.endsWith("/.well-known/openid-configuration")) {
      return Json.object()
          .put("issuer", issuer())
          .put("jwks_uri", keysAt)
          .put("authorization_endpoint", issuer() + LOGIN)
          .put("token_endpoint", issuer() + EXCHANGE);
    }
    ObjectNode set = Json.object();
    keys.forEach(key -> set.withArray("keys").add(key.published()));
    return set;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    Folders.delete(folder);
  }
}
