package org.securechat.server.certificate;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.securechat.server.JobThread;
import org.securechat.server.ServerLog;
import org.securechat.server.account.Users;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.session.EndReason;
import org.securechat.server.session.OpenSession;
import org.securechat.server.session.OpenSessions;

/**
 * Looks at the open sessions again and again, and ends those whose certificate or account is no
 * longer good. Every node does so by itself: what an administrator says to one of them is in the
 * database, and a list is on the disk or in the network.
 *
 * <p>One thread, which waits between two rounds or until it is woken. A round without responders
 * takes three queries, one more for each thousand users, and microseconds for each certificate.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RevocationSweep {

  /** For asking responders in one round; who was not reached is asked first in the next. */
  private static final Duration ASKING = Duration.ofSeconds(10);

  private static final Duration STOPPING = Duration.ofSeconds(5);

  private final ManagedThreadFactory threads;
  private final RevocationSources sources;
  private final RevocationSettings settings;
  private final ServerIdentity keys;
  private final OpenSessions sessions;
  private final Users users;
  private final CrlStatus status;
  private final ListNews news = new ListNews();

  private final Semaphore wakeUps = new Semaphore(0);
  private volatile Thread thread;

  /** For the container's proxy. */
  public RevocationSweep() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public RevocationSweep(
      ManagedThreadFactory threads,
      RevocationSources sources,
      RevocationSettings settings,
      ServerIdentity keys,
      OpenSessions sessions,
      Users users,
      CrlStatus status) {
    this.threads = threads;
    this.sources = sources;
    this.settings = settings;
    this.keys = keys;
    this.sessions = sessions;
    this.users = users;
    this.status = status;
  }

  /**
   * Reads what the database says, so that the server lets in no peer that it excludes.
   *
   * @throws RuntimeException if the database does not answer
   */
  public void load() {
    sources.refresh();
  }

  /** Begins to look. */
  public void start() {
    sources.onNews(this::soon);
    long interval = settings.interval().toMillis();
    thread = threads.newThread(() -> run(interval));
    thread.setName("securechat-revocation");
    thread.start();
  }

  /**
   * Looks at once, on the caller's thread, for what is in the database and on lists: what the
   * caller has just changed. Responders are not asked.
   */
  public void now() {
    sources.refresh();
    endThoseRefused(new RevocationReview(keys.rules()::recheck));
  }

  /** Has the next round made at once, and does not wait for it. */
  public void soon() {
    wakeUps.release();
  }

  /**
   * Ends the thread after its present round. It is not interrupted: the embedded database loses its
   * file for all when a thread is that reads it.
   */
  @PreDestroy
  public void stop() {
    Thread running = thread;
    thread = null;
    if (running != null) {
      soon();
      JobThread.awaitEnd(running, STOPPING);
    }
  }

  private void run(long interval) {
    while (thread != null && !Thread.currentThread().isInterrupted()) {
      try {
        wakeUps.tryAcquire(interval, TimeUnit.MILLISECONDS);
        wakeUps.drainPermits();
        if (thread != null) {
          round();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        // Such as a database that is away: what was known stays in force.
        ServerLog.revocationRoundFailed(e);
      }
    }
  }

  /** One look at everything. */
  void round() {
    try {
      sources.refresh();
    } finally {
      endThoseRefused(new RevocationReview(keys.rules()::recheck));
    }
    endThoseWithoutAccount();
    news.tell(status);
    if (sources.asksResponders()) {
      endThoseRefused(new RevocationReview(keys.rules()::recheckStatus).within(ASKING));
    }
  }

  private void endThoseRefused(RevocationReview judgement) {
    judgement
        .of(sessions.list())
        .forEach((certificate, reason) ->
            sessions.endWith(session -> session.certificateSha256().equals(certificate), reason));
  }

  private void endThoseWithoutAccount() {
    Set<UUID> here =
        sessions.list().stream()
            .flatMap(session -> session.userId().stream())
            .collect(Collectors.toSet());
    if (here.isEmpty()) {
      return;
    }
    Set<UUID> active = users.activeAmong(here);
    here.removeAll(active);
    if (!here.isEmpty()) {
      sessions.endWith(session -> isOneOf(here, session), EndReason.ACCOUNT_DISABLED);
    }
  }

  private static boolean isOneOf(Set<UUID> ids, OpenSession session) {
    return session.userId().filter(ids::contains).isPresent();
  }
}
