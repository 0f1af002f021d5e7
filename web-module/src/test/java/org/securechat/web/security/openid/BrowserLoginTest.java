package org.securechat.web.security.openid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console learns of the provider, whatever state that is in. */
class BrowserLoginTest {
  private static final String ISSUER = "https://login.example.org/realms/us";
  private static final String LOGIN = ISSUER + "/auth";
  private static final String TOKEN = "https://tokens.example.org:8443/token";

  private static final OpenIdSettings SETTINGS =
      new OpenIdSettings(
          ISSUER,
          "securechat",
          "roles",
          Optional.empty(),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          Optional.of("console"),
          "openid profile");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T19:00:00Z"));
  private final AtomicInteger asked = new AtomicInteger();
  private final ProviderKeys keys =
      new ProviderKeys(
          URI.create(ISSUER),
          this::provide,
          new ProviderKeys.Times(SETTINGS.refresh(), SETTINGS.retry()),
          new Clock() {
            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now.get();
            }
          });
  private boolean down;
  private CountDownLatch held = new CountDownLatch(0);
  private String token = TOKEN;

  private String provide(URI address) throws IOException {
    asked.incrementAndGet();
    try {
      held.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (down) {
      throw new IOException("down");
    }
    return address.getPath().endsWith("openid-configuration")
        ? "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\",\"authorization_endpoint\":\"%s\",%s}"
            .formatted(ISSUER, ISSUER, LOGIN, "\"token_endpoint\":\"" + token + "\"")
        : "{\"keys\":[]}";
  }

  private BrowserLogin login() {
    return BrowserLogin.of(SETTINGS, "console", keys.endpoints());
  }

  @Test
  void itHasTheEndpointsThatTheProviderPublishes() {
    assertThat(login())
        .isEqualTo(new BrowserLogin(ISSUER, "console", "openid profile", LOGIN, TOKEN, null));
    assertThat(login().tokenOrigin()).hasValue("https://tokens.example.org:8443");
    assertThat(asked).as("documents fetched").hasValue(2);
  }

  @Test
  void itSaysSoWhileTheProviderDoesNotAnswerAndAsksAgainAfterAPause() {
    down = true;
    for (int i = 0; i < 10; i++) {
      assertThat(login().authorizationEndpoint()).isNull();
      assertThat(login().tokenOrigin()).isEmpty();
      assertThat(login().problem()).isEqualTo("the OpenID provider does not answer");
    }
    assertThat(asked).as("documents fetched").hasValue(1);

    down = false;
    now.updateAndGet(time -> time.plusSeconds(31));
    assertThat(login().problem()).isNull();
    assertThat(login().tokenEndpoint()).isEqualTo(TOKEN);
  }

  @Test
  void whatIsKnownStaysWhileTheProviderIsAwayAndFollowsItsChanges() {
    assertThat(login().tokenEndpoint()).isEqualTo(TOKEN);
    down = true;
    now.updateAndGet(time -> time.plus(Duration.ofHours(2)));
    assertThat(login().tokenEndpoint()).isEqualTo(TOKEN);

    down = false;
    token = "https://login.example.org/token";
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(11)));
    assertThat(login().tokenOrigin()).hasValue("https://login.example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/token",
        "http://login.example.org/token",
        "https:token",
        "https://login.example.org;evil/token",
        "https://a b/token",
        "javascript:alert(1)",
        "https:///token",
        "https://login.example.org/token#x"
      })
  void anEndpointThatIsNoAddressOfHttpsIsNone(String bad) {
    token = bad;
    assertThat(login().problem()).isNotNull();
    assertThat(login().tokenOrigin()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:secret@login.example.org/token?x=1, https://login.example.org",
    "https://[::1]:8443/token, https://[::1]:8443"
  })
  void onlyHostAndPortGetIntoAPolicy(String endpoint, String origin) {
    token = endpoint;
    assertThat(login().tokenOrigin()).hasValue(origin);
  }

  @Test
  void aDocumentWithoutEndpointsHasNone() {
    assertThat(Endpoints.of(Map.of("token_endpoint", TOKEN))).isEmpty();
    assertThat(Endpoints.of(Map.of("token_endpoint", TOKEN, "authorization_endpoint", 7)))
        .isEmpty();
  }

  @Test
  void whoComesWhileTheProviderIsAskedDoesNotWaitForItsAnswer() throws Exception {
    held = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<BrowserLogin> first = threads.submit(this::login);
      while (asked.get() == 0) {
        Thread.onSpinWait();
      }
      assertThat(threads.submit(this::login).get(30, TimeUnit.SECONDS).problem()).isNotNull();
      held.countDown();
      assertThat(first.get(30, TimeUnit.SECONDS).problem()).isNull();
    }
  }
}
