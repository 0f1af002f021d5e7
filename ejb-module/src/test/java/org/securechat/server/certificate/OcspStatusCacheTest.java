package org.securechat.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.identity.OcspStatus;
import org.securechat.server.http.OutboundHttpClient;
import org.securechat.testkit.MutableClock;

class OcspStatusCacheTest {
  private static final Duration REFRESH = Duration.ofSeconds(30);

  @RegisterExtension final TestSite site = new TestSite();

  private final MutableClock clock = new MutableClock();
  private final TestCa ca = new TestCa(clock);
  private final AtomicReference<CertificateStatus> status = new AtomicReference<>();
  private X509Certificate alice;

  @BeforeEach
  void answerRightly() {
    alice = ca.answeredAt("alice", site.address("/ocsp"));
    site.handler =
        exchange ->
            TestSite.answer(
                exchange, ca.answer(exchange.getRequestBody().readAllBytes(), status.get()));
  }

  private OcspStatusCache responders(Duration wait) {
    return responders(Optional.empty(), wait);
  }

  private OcspStatusCache responders(Optional<String> configured, Duration wait) {
    return new OcspStatusCache(
        configured
            .map(url -> AllowedHosts.parse("").and(url))
            .orElse(AllowedHosts.parse(site.host())),
        configured,
        true,
        new OutboundHttpClient(Duration.ofSeconds(5)),
        clock,
        REFRESH,
        wait);
  }

  private Optional<OcspStatus.State> ask(OcspStatusCache responders) {
    return responders.statusOf(alice, ca.certificate).map(OcspStatus::state);
  }

  @Test
  void anAnswerIsAskedForOnceInAWhile() {
    OcspStatusCache responders = responders(Duration.ofSeconds(5));
    assertThat(ask(responders)).contains(OcspStatus.State.GOOD);
    status.set(new RevokedStatus(Date.from(Instant.EPOCH), 1));
    assertThat(ask(responders)).contains(OcspStatus.State.GOOD);
    assertThat(site.requests).containsExactly("POST /ocsp");

    clock.advance(REFRESH);

    assertThat(ask(responders)).contains(OcspStatus.State.REVOKED);
  }

  @Test
  void theOldAnswerCountsAsLongAsItMayIfThereIsNoNewOne() {
    OcspStatusCache responders = responders(Duration.ofSeconds(5));
    ask(responders);
    site.handler = exchange -> exchange.sendResponseHeaders(500, -1);

    clock.advance(REFRESH);
    assertThat(ask(responders)).contains(OcspStatus.State.GOOD);
    clock.advance(REFRESH);
    assertThat(ask(responders)).as("a minute is over").isEmpty();
  }

  @Test
  void aRecordedAnswerIsNone() throws Exception {
    byte[][] recorded = new byte[1][];
    site.handler =
        exchange -> {
          byte[] question = exchange.getRequestBody().readAllBytes();
          if (recorded[0] == null) {
            recorded[0] = ca.answer(question, CertificateStatus.GOOD);
          }
          TestSite.answer(exchange, recorded[0]);
        };
    assertThat(ask(responders(Duration.ofSeconds(5)))).contains(OcspStatus.State.GOOD);
    assertThat(ask(responders(Duration.ofSeconds(5)))).as("with another nonce").isEmpty();
  }

  @Test
  void aSlowResponderDelaysOneAndIsThenLeftAlone() {
    CountDownLatch never = new CountDownLatch(1);
    site.handler = exchange -> awaitQuietly(never);
    OcspStatusCache responders = responders(Duration.ofMillis(200));

    assertThat(ask(responders)).isEmpty();
    assertThat(ask(responders)).isEmpty();

    assertThat(site.requests).hasSize(1);
    never.countDown();
  }

  @Test
  void aHostThatIsNotAllowedIsNotAsked() {
    alice = ca.answeredAt("alice", site.address("/ocsp").replace("127.0.0.1", "localhost"));
    assertThat(ask(responders(Duration.ofSeconds(5)))).isEmpty();
    assertThat(site.requests).isEmpty();
  }

  @Test
  void aConfiguredResponderIsAskedWhateverTheCertificateSays() {
    alice = ca.answeredAt("alice", "http://ocsp.invalid/");
    OcspStatusCache responders =
        responders(Optional.of(site.address("/ours")), Duration.ofSeconds(5));
    assertThat(ask(responders)).contains(OcspStatus.State.GOOD);
    assertThat(site.requests).containsExactly("POST /ours");
  }

  @Test
  void anEndlessAnswerIsGivenUp() {
    site.handler =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[1 << 16];
          for (int i = 0; i < 64; i++) {
            exchange.getResponseBody().write(block);
          }
        };
    assertThat(ask(responders(Duration.ofSeconds(5)))).isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
