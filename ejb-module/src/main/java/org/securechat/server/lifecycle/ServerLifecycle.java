package org.securechat.server.lifecycle;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.CreateException;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJBException;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.securechat.connector.address.IpAddresses;
import org.securechat.connector.contract.Gateway;
import org.securechat.server.ServerLog;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.classic.ClassicChatEndpoint;
import org.securechat.server.classic.ClassicLog;
import org.securechat.server.classic.ClassicLoginEndpoint;
import org.securechat.server.classic.ClassicService;
import org.securechat.server.cluster.ClusterMember;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.endpoint.ChatEndpoint;
import org.securechat.server.heads.HeadsJob;
import org.securechat.server.lease.WriterLease;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.schema.SchemaMigration;

/**
 * Brings the application up in order and down in the opposite one: schema, keys, the comparison
 * with the signed heads, ledger, delivery, and only then the doors.
 *
 * <p>It manages transactions itself, and has none: the container runs the start of a singleton in
 * one of its own otherwise, whatever the attribute of the class says, and in that one a start that
 * waits sees the same rows for ever.
 */
@Singleton
@Startup
@DependsOn({"ReceiptKey", "TranscriptLedger", "Delivery", "AuditLog", "HeadsJob"})
@TransactionManagement(TransactionManagementType.BEAN)
public class ServerLifecycle {

  /** Where a program that runs this application in its own process reads that it is ready. */
  private static final String READY = "securechat.ready";

  /** The same for classic clients: a line of where they log in, one of where they chat. */
  private static final String READY_CLASSIC = "securechat.ready.classic";

  /** The same, if it cannot start or has to end by itself: why. */
  private static final String FAILED = "securechat.failed";

  private static final String TAKEN_OVER =
      "another server has taken the database; this one has ended its sessions and serves no more";

  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private final DataSource dataSource;
  private final WriterLease lease;
  private final ManagedThreadFactory threads;
  private final Gateway gateway;
  private final ServerReadiness readiness;
  private final StartupKeys keys;
  private final ClassicService classic;
  private final TranscriptLedger ledger;
  private final Delivery delivery;
  private final AuditLog audit;
  private final HeadsJob heads;
  private final BackgroundJobs jobs;
  private final ClusterMember cluster;

  /** Guarded by this. */
  private boolean stopped;

  /** For the container's proxy. */
  public ServerLifecycle() {
    this(null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  @Inject
  public ServerLifecycle(
      DataSource dataSource,
      WriterLease lease,
      ManagedThreadFactory threads,
      Gateway gateway,
      ServerReadiness readiness,
      StartupKeys keys,
      ClassicService classic,
      TranscriptLedger ledger,
      Delivery delivery,
      AuditLog audit,
      HeadsJob heads,
      BackgroundJobs jobs,
      ClusterMember cluster) {
    this.dataSource = dataSource;
    this.lease = lease;
    this.threads = threads;
    this.gateway = gateway;
    this.readiness = readiness;
    this.keys = keys;
    this.classic = classic;
    this.ledger = ledger;
    this.delivery = delivery;
    this.audit = audit;
    this.heads = heads;
    this.jobs = jobs;
    this.cluster = cluster;
  }

  @PostConstruct
  void start() {
    System.clearProperty(FAILED);
    try {
      bringUp();
    } catch (RuntimeException e) {
      System.setProperty(FAILED, reason(e));
      throw e;
    }
  }

  /** The message of the bean that failed, without what the container put around it. */
  private static String reason(RuntimeException failure) {
    Throwable cause = failure;
    while (isOfContainer(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private static boolean isOfContainer(Throwable cause) {
    return cause instanceof EJBException
        || cause instanceof CreateException
        || cause instanceof InvocationTargetException;
  }

  private void bringUp() {
    Optional<String> displaced = lease.examine();
    migrate();
    keys.load();
    classic.prepare();
    heads.compare();
    delivery.start();
    ledger.listen(delivery);
    ledger.listen(heads);
    ledger.whenTakenOver(this::standDown);
    cluster.start();
    ledger.start();
    audit.begin();
    displaced.ifPresent(
        holder -> audit.record(AuditEvent.of(AuditAction.SERVER_TAKEOVER).with("from", holder)));
    heads.recordAcceptance();
    audit.start();
    jobs.beforeOpening();
    gateway.open();
    heads.start();
    jobs.afterOpening();
    String addresses = addresses(ChatEndpoint.NAME);
    readiness.accepting(true);
    audit.later(AuditEvent.of(AuditAction.SERVER_START).with("addresses", addresses));
    ServerLog.started(addresses);
    if (classic.isEnabled()) {
      String login = addresses(ClassicLoginEndpoint.NAME);
      String chat = addresses(ClassicChatEndpoint.NAME);
      ClassicLog.started(login, chat);
      System.setProperty(READY_CLASSIC, login + "\n" + chat);
    }
    System.setProperty(READY, addresses);
  }

  /**
   * The ledger's last word. On another thread than the writer's, which a stop waits for; a program
   * that runs this application ends, and one in a container answers that it is not alive.
   */
  private void standDown() {
    threads
        .newThread(() -> {
          stop();
          System.setProperty(FAILED, TAKEN_OVER);
        })
        .start();
  }

  void migrate() {
    new SchemaMigration(dataSource).run();
  }

  private String addresses(String endpoint) {
    return gateway.addresses(endpoint).stream()
        .map(IpAddresses::text)
        .collect(Collectors.joining(" "));
  }

  /**
   * Accepts no new connection, finishes and writes what has come in, and ends all sessions. Has no
   * effect when it is called again: the container, which calls it last, may have removed the data
   * source by then, so the web application calls it before.
   */
  @PreDestroy
  public synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    System.clearProperty(READY);
    System.clearProperty(READY_CLASSIC);
    readiness.accepting(false);
    ServerLog.stopping(gateway.connections().size());
    jobs.stop();
    gateway.drain(DRAIN_LIMIT);
    audit.later(AuditEvent.of(AuditAction.SERVER_STOP));
    audit.finish();
    ledger.close(DRAIN_LIMIT);
    cluster.stop();
    heads.finish();
    delivery.finish(DRAIN_LIMIT);
    gateway.close(CLOSE_LIMIT);
  }
}
