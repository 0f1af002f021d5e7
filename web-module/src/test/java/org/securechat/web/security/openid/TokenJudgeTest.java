package org.securechat.web.security.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.Role;

/** With a provider that is nothing but its two documents. */
class TokenJudgeTest {
  private static final String ISSUER = "https://login.example.org/realms/us";
  private static final Instant NOW = Instant.parse("2026-11-22T19:00:00Z");

  private static final ProviderKeys.Times TIMES =
      new ProviderKeys.Times(Duration.ofMinutes(10), Duration.ofSeconds(30));

  private final ECKey key;
  private final RSAKey rsa;
  private final AtomicInteger asked = new AtomicInteger();
  private boolean down;
  private String claimedIssuer = ISSUER;

  TokenJudgeTest() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
  }

  private String provide(URI address) throws IOException {
    asked.incrementAndGet();
    if (down) {
      throw new IOException("down");
    }
    return address.getPath().endsWith("openid-configuration")
        ? "{\"issuer\":\"" + claimedIssuer + "\",\"jwks_uri\":\"https://login.example.org/keys\"}"
        : new JWKSet(List.of(key, rsa)).toString(true);
  }

  private TokenJudge judge(String claim) {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    return new TokenJudge(
        ISSUER,
        "securechat",
        claim,
        new ProviderKeys(URI.create(ISSUER), this::provide, TIMES, clock),
        clock);
  }

  private static JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience("securechat")
            .subject("4711")
            .expirationTime(Date.from(NOW.plusSeconds(300)))
            .claim("preferred_username", "ines")
            .claim("roles", List.of("something", "auditor"));
    change.accept(claims);
    return claims.build();
  }

  private String token(Consumer<JWTClaimsSet.Builder> change) throws Exception {
    return token(JWSAlgorithm.ES256, "ec", new ECDSASigner(key), claims(change));
  }

  private static String token(
      JWSAlgorithm algorithm, String keyId, JWSSigner signer, JWTClaimsSet claims)
      throws Exception {
    SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  @Test
  void aTokenOfTheProviderIsAccepted() throws Exception {
    TokenJudge judge = judge("roles");
    TokenJudge.Person ines = new TokenJudge.Person("openid:ines", Role.AUDITOR);

    assertThat(judge.judge(token(c -> {}))).hasValue(ines);
    assertThat(
            judge.judge(token(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa), claims(c -> {}))))
        .hasValue(ines);
    assertThat(asked).as("documents fetched").hasValue(2);
  }

  @Test
  void rolesMayBeNestedAndTheStrongestCounts() throws Exception {
    assertThat(
            judge("realm_access.roles")
                .judge(
                    token(c ->
                        c.claim(
                            "realm_access",
                            Map.of("roles", List.of("operator", "administrator"))))))
        .map(TokenJudge.Person::role)
        .hasValue(Role.ADMINISTRATOR);
  }

  @Test
  void aTokenThatIsNotMeantForUsIsNotAccepted() throws Exception {
    TokenJudge judge = judge("roles");

    assertThat(judge.judge(token(c -> c.issuer("https://evil.example.org")))).isEmpty();
    assertThat(judge.judge(token(c -> c.issuer(null)))).isEmpty();
    assertThat(judge.judge(token(c -> c.audience("another")))).isEmpty();
    assertThat(judge.judge(token(c -> c.audience((String) null)))).isEmpty();
    assertThat(judge.judge(token(c -> c.subject(null)))).isEmpty();
    assertThat(judge.judge(token(c -> c.claim("roles", List.of("Auditor"))))).isEmpty();
    assertThat(judge.judge(token(c -> c.claim("roles", null)))).isEmpty();
  }

  @Test
  void aTokenHasItsTime() throws Exception {
    TokenJudge judge = judge("roles");

    assertThat(judge.judge(token(c -> c.expirationTime(Date.from(NOW.minusSeconds(61))))))
        .isEmpty();
    assertThat(judge.judge(token(c -> c.expirationTime(null)))).isEmpty();
    assertThat(judge.judge(token(c -> c.notBeforeTime(Date.from(NOW.plusSeconds(62)))))).isEmpty();
    assertThat(judge.judge(token(c -> c.expirationTime(Date.from(NOW.minusSeconds(30))))))
        .as("clocks differ a little")
        .isPresent();
  }

  @Test
  void aTokenThatTheProviderHasNotSignedIsNotAccepted() throws Exception {
    TokenJudge judge = judge("roles");
    ECKey other = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();

    assertThat(
            judge.judge(token(JWSAlgorithm.ES256, "ec", new ECDSASigner(other), claims(c -> {}))))
        .as("another's key under the same id")
        .isEmpty();
    assertThat(judge.judge(new PlainJWT(claims(c -> {})).serialize())).as("none").isEmpty();
    assertThat(
            judge.judge(
                token(
                    JWSAlgorithm.HS256,
                    "rsa",
                    new MACSigner(rsa.toRSAPublicKey().getEncoded()),
                    claims(c -> {}))))
        .as("the public key as a secret")
        .isEmpty();
    assertThat(
            judge.judge(token(JWSAlgorithm.RS512, "rsa", new RSASSASigner(rsa), claims(c -> {}))))
        .as("an algorithm that was not agreed on")
        .isEmpty();
    String good = token(c -> {});
    String payload = good.split("\\.", 3)[1];
    assertThat(judge.judge(good.replace(payload, payload.substring(1) + "A"))).isEmpty();
    assertThat(judge.judge("x.y.z")).isEmpty();
    assertThat(judge.judge("")).isEmpty();
  }

  @Test
  void anUnknownKeyIsNotAskedForAgainAndAgain() throws Exception {
    TokenJudge judge = judge("roles");
    for (int i = 0; i < 10; i++) {
      String unknown = token(JWSAlgorithm.ES256, "key-" + i, new ECDSASigner(key), claims(c -> {}));
      assertThat(judge.judge(unknown)).isEmpty();
    }
    assertThat(asked).as("documents fetched").hasValue(2);
  }

  @Test
  void withoutTheProvidersKeysNobodyIsJudged() throws Exception {
    down = true;
    String token = token(c -> {});

    assertThatThrownBy(() -> judge("roles").judge(token))
        .isInstanceOf(AdministrationException.class);
  }

  @Test
  void aProviderOfAnotherNameIsNotBelieved() throws Exception {
    claimedIssuer = "https://evil.example.org";
    String token = token(c -> {});

    assertThatThrownBy(() -> judge("roles").judge(token))
        .isInstanceOf(AdministrationException.class);
  }
}
