package org.securechat.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.ClientProcess;
import org.securechat.it.testbed.Folders;
import org.securechat.it.testbed.OpenIdProvider;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TokenKey;
import org.securechat.protocol.json.Json;

/**
 * Administrators who come with a token of an OpenID provider, which the server asks over the
 * network. The order matters once: only at first does the server know no key.
 */
@BlackBox
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenIdIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @SuppressWarnings("UnnecessaryLambda") // passed on in many places
  private static final Consumer<ObjectNode> AS_IT_IS = claims -> {};

  private TestBed bed;
  private OpenIdProvider provider;

  @BeforeEach
  void meet(TestBed shared, OpenIdProvider its) {
    bed = shared;
    provider = its;
  }

  private HttpResponse<String> ask(String token, String path) throws Exception {
    return AdminCaller.anonymous(bed).bearing(token).get(path);
  }

  private int me(String token) throws Exception {
    return ask(token, "/me").statusCode();
  }

  private String log() {
    return bed.server().process().err().text();
  }

  @Test
  @Order(1)
  void providerOutageRefusesOnlyTokensAndTokensAreAcceptedAgainAfterwards() throws Exception {
    HttpResponse<String> answer = ask(provider.token(AS_IT_IS), "/me");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.body()).contains("urn:securechat:problem:unavailable");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(provider.turnedAway()).isPositive();
    String line = "SC-W003 OpenID provider " + provider.issuer() + " failed";
    await().atMost(SOON).untilAsserted(() -> assertThat(log()).contains(line));
    JsonNode without = openid();
    assertThat(without.get("problem").asText()).isEqualTo("the OpenID provider does not answer");
    assertThat(without.has("token_endpoint")).isFalse();
    assertThat(AdminCaller.enrolled(bed, "operator").get("/me").statusCode())
        .as("by password")
        .isEqualTo(200);

    provider.present(true);
    await().atMost(SOON).until(() -> me(provider.token(AS_IT_IS)) == 200);
  }

  private HttpResponse<String> console(String path) throws Exception {
    return bed.http()
        .send(
            HttpRequest.newBuilder(bed.server().admin("/console/" + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode openid() throws Exception {
    return Json.MAPPER.readTree(console("settings.json").body()).get("openid");
  }

  @Test
  @Order(3)
  void consoleLearnsWhereToGetATokenAndItsPagesMayTalkToThatPlaceAlone() throws Exception {
    await().atMost(SOON).until(() -> openid().has("token_endpoint"));

    assertThat(openid())
        .isEqualTo(
            Json.object()
                .put("issuer", provider.issuer())
                .put("client_id", OpenIdProvider.CLIENT)
                .put("scope", "openid profile")
                .put("authorization_endpoint", provider.issuer() + "/auth")
                .put("token_endpoint", provider.issuer() + "/token"));
    URI issuer = URI.create(provider.issuer());
    assertThat(console("").headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("connect-src 'self' https://127.0.0.1:" + issuer.getPort() + ";");
  }

  @Test
  @Order(2)
  void cachedKeysAreUsedDuringAProviderOutageAndUnknownKeysAreRefused() throws Exception {
    provider.present(false);
    int before = provider.turnedAway();
    await()
        .atMost(SOON)
        .until(() -> {
          assertThat(me(provider.token(AS_IT_IS))).isEqualTo(200);
          return provider.turnedAway() > before;
        });

    TokenKey unknown = TokenKey.es256("unknown");
    assertThat(me(unknown.token(provider.claims(AS_IT_IS)))).isEqualTo(401);
    provider.present(true);
  }

  @Test
  @Order(3)
  void tokenGrantsTheRoleThatItNames() throws Exception {
    for (TokenKey key : provider.keys()) {
      String token = key.token(provider.claims(AS_IT_IS));
      assertThat(ask(token, "/me").body())
          .as(key.algorithm())
          .contains("\"name\":\"openid:ines\"", "\"role\":\"auditor\"", "\"method\":\"openid\"");
    }
    for (String role : new String[] {"administrator", "auditor", "operator"}) {
      String token = provider.token(claims -> claims.putArray("roles").add(role));
      assertThat(ask(token, "/me").body()).contains("\"role\":\"" + role + "\"");
      assertThat(ask(token, "/users").statusCode())
          .as("users for " + role)
          .isEqualTo(role.equals("operator") ? 403 : 200);
      assertThat(ask(token, "/openapi.yaml").statusCode())
          .as("the description for " + role)
          .isEqualTo(role.equals("administrator") ? 200 : 403);
    }
  }

  @Test
  @Order(3)
  void tokenOfWrongAudienceOrIssuerIsRefused() throws Exception {
    for (Map.Entry<String, String> bad : badTokens().entrySet()) {
      HttpResponse<String> answer = ask(bad.getValue(), "/me");
      assertThat(answer.statusCode()).as(bad.getKey()).isEqualTo(401);
      assertThat(answer.headers().allValues("WWW-Authenticate"))
          .as(bad.getKey())
          .anyMatch(way -> way.startsWith("Bearer"));
      assertThat(answer.body()).as(bad.getKey()).contains("urn:securechat:problem:unauthenticated");
    }
    assertThat(me(provider.token(AS_IT_IS))).as("a good one, all the same").isEqualTo(200);
    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(auditor.get("/audit?action=administrator.login.failed").body())
                .contains("\"method\":\"openid\"", "token not accepted"));
  }

  private Map<String, String> badTokens() throws Exception {
    long now = Instant.now().getEpochSecond();
    TokenKey key = provider.keys().get(0);
    TokenKey rsa = provider.keys().get(provider.keys().size() - 1);
    ObjectNode good = provider.claims(AS_IT_IS);
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("another issuer", provider.token(c -> c.put("iss", provider.issuer() + "/")));
    bad.put("no issuer", provider.token(c -> c.remove("iss")));
    bad.put("another audience", provider.token(c -> c.put("aud", "another")));
    bad.put("no audience", provider.token(c -> c.remove("aud")));
    bad.put("expired", provider.token(c -> c.put("exp", now - 120)));
    bad.put("without an end", provider.token(c -> c.remove("exp")));
    bad.put("not yet valid", provider.token(c -> c.put("nbf", now + 600)));
    bad.put("no role", provider.token(c -> c.remove("roles")));
    bad.put("no role of ours", provider.token(c -> c.putArray("roles").add("root")));
    bad.put("a key that nobody knows", TokenKey.es256("unknown").token(good));
    bad.put("another key under a known name", TokenKey.es256(key.id()).token(good));
    bad.put("alg none", TokenKey.unsigned("none", key.id(), good) + ".");
    bad.put("the public key as a secret", byHmac(rsa, rsa.publicKey().getEncoded(), good));
    bad.put("its PEM as a secret", byHmac(rsa, pem(rsa), good));
    String token = provider.token(AS_IT_IS);
    bad.put("other claims", withClaims(token, provider.claims(c -> c.put("sub", "1"))));
    bad.put("no signature", token.substring(0, token.lastIndexOf('.') + 1));
    bad.put("no token", "x");
    return bad;
  }

  private static String withClaims(String token, ObjectNode claims) {
    String[] parts = token.split("\\.", -1);
    return parts[0] + TokenKey.unsigned("", "", claims).replaceFirst("^[^.]*", "") + "." + parts[2];
  }

  private static byte[] pem(TokenKey key) {
    String text = Base64.getMimeEncoder().encodeToString(key.publicKey().getEncoded());
    return ("-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String byHmac(TokenKey key, byte[] secret, ObjectNode claims)
      throws GeneralSecurityException {
    String signed = TokenKey.unsigned("HS256", key.id(), claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return signed + "." + TokenKey.text(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  @Order(3)
  void consoleLogsInByToken(@TempDir Path folder) {
    Map<String, String> environment =
        Map.of(
            "SECURECHAT_ADMIN_TOKEN",
            provider.token(AS_IT_IS),
            "SECURECHAT_ADMIN_SERVER",
            bed.server().admin("/").toString(),
            "SECURECHAT_PKI",
            bed.pki().root().toString());

    ClientProcess.Result me = ClientProcess.run(folder, environment, "admin", "me", "--json");

    assertThat(me.exit()).as(me.err()).isZero();
    assertThat(me.out()).contains("\"name\":\"openid:ines\"", "\"method\":\"openid\"");
  }

  @Test
  @Order(4)
  void newProviderKeyIsFetchedOnlyFromTheProvider() throws Exception {
    String former = provider.token(AS_IT_IS);
    assertThat(me(former)).isEqualTo(200);

    try (OpenIdProvider impostor = new OpenIdProvider(Folders.create())) {
      impostor.present(true);
      provider.referTo(impostor);
      String forged = impostor.keys().get(0).token(provider.claims(AS_IT_IS));
      await()
          .atMost(SOON)
          .untilAsserted(() -> {
            assertThat(me(forged)).isEqualTo(401);
            assertThat(log()).contains("PKIX path");
          });
    }
    provider.referTo(provider);

    provider.rotate(TokenKey.es256("third"));
    await().atMost(SOON).until(() -> me(provider.token(AS_IT_IS)) == 200);
    assertThat(me(former)).as("a key that is no longer published").isEqualTo(401);
  }
}
