package org.securechat.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.ejb.CreateException;
import jakarta.ejb.EJBException;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.securechat.connector.contract.Gateway;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.classic.ClassicService;
import org.securechat.server.cluster.ClusterMember;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.heads.HeadsJob;
import org.securechat.server.lease.WriterLease;
import org.securechat.server.ledger.CommitListener;
import org.securechat.server.ledger.TranscriptLedger;

/** The order in which the server comes up and goes down. */
class ServerLifecycleTest {
  private final List<String> steps = new CopyOnWriteArrayList<>();
  private Optional<String> displaced = Optional.empty();
  private Runnable takenOver;
  private final ServerReadiness readiness = new ServerReadiness();
  private String failing = "";
  private RuntimeException failure;
  private final ServerLifecycle lifecycle =
      new ServerLifecycle(
          null,
          new Lease(),
          new Threads(),
          gateway(),
          readiness,
          new Keys(),
          new Classic(),
          new Ledger(),
          new Deliveries(),
          new Audit(),
          new Heads(),
          new Jobs(),
          ClusterMember.alone()) {
        @Override
        void migrate() {
          step("schema");
        }
      };

  @AfterEach
  void clear() {
    System.clearProperty("securechat.ready");
    System.clearProperty("securechat.failed");
  }

  @Test
  void theGatewayOpensAfterEverythingThatAConnectionNeeds() {
    lifecycle.start();

    assertThat(steps)
        .containsExactly(
            "lease",
            "schema",
            "keys",
            "classic keys",
            "heads compare",
            "delivery",
            "ledger listens",
            "ledger listens",
            "ledger",
            "audit begins",
            "heads acceptance",
            "audit",
            "jobs before opening",
            "gateway open",
            "heads start",
            "jobs after opening",
            "audit event");
    assertThat(readiness.isAccepting()).isTrue();
    assertThat(System.getProperty("securechat.ready")).isNotNull();
  }

  @Test
  void aStopFinishesWhatCameInBeforeItEndsTheSessions() {
    lifecycle.start();
    steps.clear();

    lifecycle.stop();

    assertThat(steps)
        .containsExactly(
            "jobs stop",
            "gateway drain",
            "audit event",
            "audit finish",
            "ledger close",
            "heads finish",
            "delivery finish",
            "gateway close");
    assertThat(readiness.isAccepting()).isFalse();
    assertThat(readiness.hasStarted()).isTrue();
    assertThat(System.getProperty("securechat.ready")).isNull();
  }

  @Test
  void aSecondStopDoesNothing() {
    lifecycle.start();
    lifecycle.stop();
    steps.clear();

    lifecycle.stop();

    assertThat(steps).isEmpty();
  }

  @Test
  void onAnOlderDatabaseNothingIsWrittenAndNothingOpens() {
    failing = "heads compare";
    failure = new EJBException(new IllegalStateException("the database is older"));

    assertThatThrownBy(lifecycle::start).isSameAs(failure);

    assertThat(steps).doesNotContain("ledger", "gateway open");
    assertThat(System.getProperty("securechat.failed")).isEqualTo("the database is older");
  }

  @Test
  void aServerThatCannotStartSaysWhyAndOpensNothing() {
    failing = "keys";
    failure = new EJBException(new IllegalStateException("server.key is missing"));

    assertThatThrownBy(lifecycle::start).isSameAs(failure);

    assertThat(steps).containsExactly("lease", "schema", "keys");
    assertThat(readiness.isAccepting()).isFalse();
    assertThat(System.getProperty("securechat.failed")).isEqualTo("server.key is missing");
    assertThat(System.getProperty("securechat.ready")).isNull();
  }

  @Test
  void theContainersWordsAboutABeanThatCannotStartAreLeftOut() {
    failing = "jobs after opening";
    Exception created = new CreateException("Initialization failed for Singleton SomeJob");
    created.initCause(
        new InvocationTargetException(new IllegalStateException("some.setting has no value")));
    failure = new EJBException(created);

    assertThatThrownBy(lifecycle::start).isSameAs(failure);

    assertThat(System.getProperty("securechat.failed")).isEqualTo("some.setting has no value");
  }

  @Test
  void besideAServerThatWritesNothingIsTouched() {
    failing = "lease";
    failure = new IllegalStateException("another server writes to this database");

    assertThatThrownBy(lifecycle::start).isSameAs(failure);

    assertThat(steps).containsExactly("lease");
    assertThat(System.getProperty("securechat.failed")).contains("another server");
  }

  @Test
  void aDatabaseTakenFromAServerThatLivesIsOnRecordBeforeTheGatewayOpens() {
    displaced = Optional.of("other in /data");

    lifecycle.start();

    assertThat(steps).containsSubsequence("ledger", "audit record server.takeover", "gateway open");
  }

  @Test
  void aServerWhoseDatabaseIsTakenEndsItsSessionsAndSaysWhy() {
    lifecycle.start();
    steps.clear();

    takenOver.run();

    await().until(() -> System.getProperty("securechat.failed") != null);
    assertThat(steps).contains("gateway drain", "gateway close");
    assertThat(readiness.isAccepting()).isFalse();
    assertThat(System.getProperty("securechat.failed")).contains("another server");
  }

  private void step(String name) {
    steps.add(name);
    if (name.equals(failing)) {
      throw failure;
    }
  }

  private Gateway gateway() {
    return (Gateway)
        Proxy.newProxyInstance(
            Gateway.class.getClassLoader(),
            new Class<?>[] {Gateway.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "open", "drain", "close" -> {
                    step("gateway " + method.getName());
                    yield null;
                  }
                  case "addresses", "connections" -> List.of();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private final class Keys extends StartupKeys {
    Keys() {
      super(null, null, null, null);
    }

    @Override
    void load() {
      step("keys");
    }
  }

  private static final class Threads implements ManagedThreadFactory {
    @Override
    public Thread newThread(Runnable work) {
      return Thread.ofVirtual().unstarted(work);
    }

    @Override
    public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Lease extends WriterLease {
    Lease() {
      super(null, null);
    }

    @Override
    public Optional<String> examine() {
      step("lease");
      return displaced;
    }
  }

  private final class Jobs extends BackgroundJobs {
    Jobs() {
      super(null, null, null, null, null, null, null, null, null, null);
    }

    @Override
    void beforeOpening() {
      step("jobs before opening");
    }

    @Override
    void afterOpening() {
      step("jobs after opening");
    }

    @Override
    void stop() {
      step("jobs stop");
    }
  }

  private final class Classic extends ClassicService {
    @Override
    public boolean isEnabled() {
      return false;
    }

    @Override
    public void prepare() {
      step("classic keys");
    }
  }

  private final class Ledger extends TranscriptLedger {
    @Override
    public void listen(CommitListener listener) {
      step("ledger listens");
    }

    @Override
    public void whenTakenOver(Runnable action) {
      takenOver = action;
    }

    @Override
    public synchronized void start() {
      step("ledger");
    }

    @Override
    public boolean close(Duration limit) {
      step("ledger close");
      return true;
    }
  }

  private final class Deliveries extends Delivery {
    @Override
    public void start() {
      step("delivery");
    }

    @Override
    public void finish(Duration limit) {
      step("delivery finish");
    }
  }

  private final class Heads extends HeadsJob {
    @Override
    public void compare() {
      step("heads compare");
    }

    @Override
    public void recordAcceptance() {
      step("heads acceptance");
    }

    @Override
    public void start() {
      step("heads start");
    }

    @Override
    public void finish() {
      step("heads finish");
    }
  }

  private final class Audit extends AuditLog {
    @Override
    public void begin() {
      step("audit begins");
    }

    @Override
    public void start() {
      step("audit");
    }

    @Override
    public void record(AuditEvent event) {
      step("audit record " + event.action().text());
    }

    @Override
    public void later(AuditEvent event) {
      step("audit event");
    }

    @Override
    public void finish() {
      step("audit finish");
    }
  }
}
