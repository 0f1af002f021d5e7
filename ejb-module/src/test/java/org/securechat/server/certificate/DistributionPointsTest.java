package org.securechat.server.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.server.http.OutboundHttpClient;
import org.securechat.testkit.MutableClock;

class DistributionPointsTest {
  private static final Duration REFRESH = Duration.ofSeconds(30);

  @RegisterExtension final TestSite site = new TestSite();
  @TempDir Path folder;

  private final MutableClock clock = new MutableClock();
  private final TestCa ca = new TestCa(clock);
  private final AtomicInteger news = new AtomicInteger();
  private final ExecutorService executor = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private DistributionPoints points(Duration firstWait) {
    return new DistributionPoints(
        AllowedHosts.parse(site.host()),
        new OutboundHttpClient(Duration.ofSeconds(5)),
        new CrlDiskCache(folder.resolve("crl")),
        clock,
        executor,
        REFRESH,
        firstWait,
        news::incrementAndGet);
  }

  private DistributionPoints points() {
    return points(Duration.ofSeconds(5));
  }

  private void offer(X509CRL crl) throws Exception {
    byte[] der = crl.getEncoded();
    site.handler = exchange -> TestSite.answer(exchange, der);
  }

  private Collection<X509CRL> lists(DistributionPoints points, X509Certificate certificate) {
    return points.crlsFor(certificate, ca.certificate);
  }

  private X509Certificate alice() {
    return ca.listedAt("alice", site.address("/a.crl"));
  }

  @Test
  void atFirstSightTheListIsWaitedForAndThenItIsThere() throws Exception {
    X509Certificate alice = alice();
    X509CRL crl = ca.crl(1, alice);
    offer(crl);
    DistributionPoints points = points();

    assertThat(lists(points, alice)).containsExactly(crl);
    assertThat(lists(points, alice)).containsExactly(crl);
    assertThat(points.crlsFor(ca.certificate)).containsExactly(crl);
    assertThat(site.requests).containsExactly("GET /a.crl");
    await().until(() -> news.get() == 1);
  }

  @Test
  void aListIsAskedForAgainInTheBackgroundAndOnlyIfItHasChanged() throws Exception {
    X509Certificate alice = alice();
    byte[] der = ca.crl(1).getEncoded();
    AtomicInteger unchanged = new AtomicInteger();
    site.handler =
        exchange -> {
          if ("\"one\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            unchanged.incrementAndGet();
            exchange.sendResponseHeaders(304, -1);
          } else {
            exchange.getResponseHeaders().add("ETag", "\"one\"");
            TestSite.answer(exchange, der);
          }
        };
    DistributionPoints points = points();
    lists(points, alice);
    points.refresh();
    assertThat(site.requests).hasSize(1);

    clock.advance(REFRESH);
    points.refresh();
    await().until(() -> unchanged.get() == 1);
    assertThat(lists(points, alice)).hasSize(1);

    X509CRL next = ca.crl(2, alice);
    offer(next);
    clock.advance(REFRESH);
    await()
        .until(() -> {
          points.refresh();
          return lists(points, alice).contains(next);
        });
  }

  @Test
  void aHostThatIsNotAllowedIsNotAsked() throws Exception {
    offer(ca.crl(1));
    String other = site.address("/a.crl").replace("127.0.0.1", "localhost");
    String dressed = site.address("/a.crl").replace("http://", "http://" + site.host() + "@");

    for (String address : new String[] {other, dressed, "http://169.254.169.254/latest"}) {
      assertThat(lists(points(), ca.listedAt("mallory", address))).as(address).isEmpty();
    }
    assertThat(site.requests).isEmpty();
  }

  @Test
  void aRedirectionIsNotFollowed() {
    site.handler =
        exchange -> {
          exchange.getResponseHeaders().add("Location", site.address("/secret"));
          exchange.sendResponseHeaders(302, -1);
        };
    assertThat(lists(points(), alice())).isEmpty();
    assertThat(site.requests).containsExactly("GET /a.crl");
  }

  @Test
  void whatTheAuthorityHasNotSignedIsNotTaken() throws Exception {
    offer(new TestCa(clock).crl(1));
    assertThat(lists(points(), alice())).isEmpty();
    assertThat(folder.resolve("crl")).doesNotExist();
    site.handler = exchange -> TestSite.answer(exchange, "<html>".getBytes(UTF_8));
    assertThat(lists(points(), alice())).isEmpty();
  }

  @Test
  void anOlderListDoesNotReplaceANewerOne() throws Exception {
    X509Certificate alice = alice();
    X509CRL second = ca.crl(2, alice);
    offer(second);
    DistributionPoints points = points();
    lists(points, alice);

    offer(ca.crl(1));
    clock.advance(REFRESH);
    points.refresh();
    await().until(() -> site.requests.size() == 2);
    await().until(() -> !points.known().get(0).isDue());

    assertThat(lists(points, alice)).containsExactly(second);
  }

  @Test
  void aListWithoutEndIsGivenUp() throws Exception {
    CountDownLatch broken = new CountDownLatch(1);
    site.handler =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try {
            byte[] block = new byte[1 << 16];
            while (true) {
              exchange.getResponseBody().write(block);
            }
          } catch (java.io.IOException e) {
            broken.countDown();
          }
        };
    assertThat(lists(points(), alice())).isEmpty();
    assertThat(broken.await(10, TimeUnit.SECONDS)).as("the connection was cut").isTrue();
  }

  @Test
  void aSlowPointDelaysTheFirstAndNotTheOthers() throws Exception {
    X509Certificate alice = alice();
    byte[] der = ca.crl(1).getEncoded();
    CountDownLatch late = new CountDownLatch(1);
    site.handler =
        exchange -> {
          awaitQuietly(late);
          TestSite.answer(exchange, der);
        };
    DistributionPoints points = points(Duration.ofMillis(200));

    assertThat(lists(points, alice)).isEmpty();
    late.countDown();
    await().until(() -> !points.crlsFor(ca.certificate).isEmpty());
    assertThat(site.requests).hasSize(1);
  }

  @Test
  void aPointThatNeverAnswersIsGivenUp() {
    CountDownLatch never = new CountDownLatch(1);
    site.handler = exchange -> awaitQuietly(never);
    DistributionPoints points =
        new DistributionPoints(
            AllowedHosts.parse(site.host()),
            new OutboundHttpClient(Duration.ofMillis(300)),
            new CrlDiskCache(folder),
            clock,
            executor,
            REFRESH,
            Duration.ofSeconds(5),
            () -> {});
    assertThat(lists(points, alice())).isEmpty();
    assertThat(points.known().get(0).isDue()).as("it is left alone for a while").isFalse();
    never.countDown();
  }

  @Test
  void aFailureIsNotRepeatedForEveryHandshake() {
    DistributionPoints points = points();
    X509Certificate alice = alice();
    for (int i = 0; i < 5; i++) {
      assertThat(lists(points, alice)).isEmpty();
    }
    assertThat(site.requests).hasSize(1);
    clock.advance(Duration.ofSeconds(30));
    lists(points, alice);
    assertThat(site.requests).hasSize(2);
  }

  @Test
  void aRestartKnowsWhatWasKnownBefore() throws Exception {
    X509Certificate alice = alice();
    X509CRL crl = ca.crl(1, alice);
    offer(crl);
    lists(points(), alice);
    site.handler = exchange -> exchange.sendResponseHeaders(503, -1);

    assertThat(lists(points(), alice)).containsExactly(crl);
    assertThat(site.requests).hasSize(1);

    try (var files = Files.list(folder.resolve("crl"))) {
      Files.write(files.findFirst().orElseThrow(), new TestCa(clock).crl(9).getEncoded());
    }
    assertThat(lists(points(), alice)).as("somebody else's").isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
