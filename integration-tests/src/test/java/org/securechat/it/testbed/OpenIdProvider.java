package org.securechat.it.testbed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.securechat.client.ClientException;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.it.client.Https;
import org.securechat.it.client.Trust;
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

  private final Path folder;
  private final PkiFolder pki;
  private final HttpsServer server;
  private final List<TokenKey> keys = new CopyOnWriteArrayList<>();
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
      byte[] body = Json.write(document(exchange.getRequestURI().getPath()));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private ObjectNode document(String path) {
    if (path.endsWith("/.well-known/openid-configuration")) {
      return Json.object()
          .put("issuer", issuer())
          .put("jwks_uri", keysAt)
          .put("authorization_endpoint", issuer() + "/auth")
          .put("token_endpoint", issuer() + "/token");
    }
    ObjectNode set = Json.object();
    keys.forEach(key -> set.withArray("keys").add(key.published()));
    return set;
  }

  @Override
  public void close() {
    server.stop(0);
    Folders.delete(folder);
  }
}
