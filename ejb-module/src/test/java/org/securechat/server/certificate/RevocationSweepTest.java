package org.securechat.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Revocation;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.server.account.Users;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.session.EndReason;
import org.securechat.server.session.OpenSession;
import org.securechat.server.session.OpenSessions;
import org.securechat.testkit.MutableClock;

class RevocationSweepTest {
  private final MutableClock clock = new MutableClock();
  private final TestCa ca = new TestCa(clock);
  private final AtomicReference<List<X509CRL>> lists = new AtomicReference<>(List.of());
  private final Set<UUID> active = new HashSet<>();
  private final List<OpenSession> open = new ArrayList<>();
  private final List<String> ended = new ArrayList<>();
  private final Sources sources = new Sources();
  private final RevocationSweep sweep =
      new RevocationSweep(null, sources, null, new Keys(), new Sessions(), users(), new NoStatus());

  @Test
  void whoseAccountIsNotActiveIsEndedAndNobodyElse() {
    login("alice");
    active.remove(login("mallory"));
    connect("stranger");

    sweep.round();

    assertThat(ended).containsExactly("mallory ACCOUNT_DISABLED");
  }

  @Test
  void whoHasNotLoggedInIsEndedByTheCertificate() {
    X509Certificate stranger = connect("stranger");
    login("alice");
    lists.set(List.of(ca.crl(1, stranger)));

    sweep.round();

    assertThat(ended).containsExactly("- CERTIFICATE_REVOKED");
  }

  @Test
  void withoutADatabaseWhatIsKnownCountsAndNobodyIsEndedForTheRest() {
    X509Certificate stranger = connect("stranger");
    login("alice");
    active.clear();
    lists.set(List.of(ca.crl(1, stranger)));
    sources.away = true;

    assertThatThrownBy(sweep::round).isInstanceOf(IllegalStateException.class);

    assertThat(ended).containsExactly("- CERTIFICATE_REVOKED");
  }

  @Test
  void anAdministratorsWordActsWithoutWaitingForARound() {
    X509Certificate stranger = connect("stranger");
    lists.set(List.of(ca.crl(1, stranger)));
    sweep.now();
    assertThat(ended).containsExactly("- CERTIFICATE_REVOKED");
  }

  @Test
  void aStopLetsTheRoundEndWhichMayBeReadingTheDatabase() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicReference<String> end = new AtomicReference<>("none");
    sources.reading =
        () -> {
          reading.countDown();
          try {
            end.set(goOn.await(20, TimeUnit.SECONDS) ? "whole" : "given up");
          } catch (InterruptedException e) {
            end.set("interrupted");
          }
        };
    RevocationSettings often =
        new RevocationSettings(RevocationPolicy.REFUSE, null, Duration.ofMillis(1), null);
    RevocationSweep running =
        new RevocationSweep(
            threads(), sources, often, new Keys(), new Sessions(), users(), new NoStatus());
    running.start();
    assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();

    Thread stop = Thread.ofPlatform().start(running::stop);
    awaitWaiting(stop);
    goOn.countDown();
    stop.join();

    assertThat(end).hasValue("whole");
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(thread.isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }

  private static ManagedThreadFactory threads() {
    return (ManagedThreadFactory)
        Proxy.newProxyInstance(
            ManagedThreadFactory.class.getClassLoader(),
            new Class<?>[] {ManagedThreadFactory.class},
            (proxy, method, arguments) -> new Thread((Runnable) arguments[0]));
  }

  private UUID login(String user) {
    UUID id = UUID.randomUUID();
    active.add(id);
    open(ca.client(user), Optional.of(id), Optional.of(user));
    return id;
  }

  private X509Certificate connect(String user) {
    X509Certificate certificate = ca.client(user);
    open(certificate, Optional.empty(), Optional.empty());
    return certificate;
  }

  private void open(X509Certificate certificate, Optional<UUID> id, Optional<String> user) {
    open.add(
        new OpenSession(
            UUID.randomUUID().toString(),
            1,
            id,
            user,
            ca.accepted(certificate),
            InetAddress.getLoopbackAddress(),
            clock.instant()));
  }

  /** Nothing but the one question is asked. */
  private Users users() {
    return (Users)
        Proxy.newProxyInstance(
            Users.class.getClassLoader(),
            new Class<?>[] {Users.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("activeAmong");
              Set<UUID> found = new HashSet<>(active);
              found.retainAll((Collection<?>) arguments[0]);
              return found;
            });
  }

  private static final class Sources extends RevocationSources {
    private boolean away;
    private Runnable reading = () -> {};

    @Override
    void refresh() {
      reading.run();
      if (away) {
        throw new IllegalStateException("no database");
      }
    }

    @Override
    boolean asksResponders() {
      return false;
    }
  }

  private final class Keys extends ServerIdentity {
    @Override
    public CertificateRules rules() {
      return ca.rules(Revocation.byLists(issuer -> lists.get(), RevocationPolicy.REFUSE));
    }
  }

  private final class Sessions extends OpenSessions {
    @Override
    public List<OpenSession> list() {
      return List.copyOf(open);
    }

    @Override
    public int endWith(Predicate<OpenSession> condition, EndReason reason) {
      open.stream()
          .filter(condition)
          .forEach(session -> ended.add(session.user().orElse("-") + " " + reason));
      return open.size();
    }
  }

  private static final class NoStatus extends CrlStatus {
    @Override
    public List<CrlInfo> lists() {
      return List.of();
    }

    @Override
    public List<IssuerLists> ofIssuers() {
      return List.of();
    }
  }
}
