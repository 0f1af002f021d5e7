package org.securechat.server.lifecycle;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.securechat.connector.contract.Gateway;
import org.securechat.server.ServerLog;
import org.securechat.server.admin.account.AdminBootstrap;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.certificate.RevocationSweep;
import org.securechat.server.classic.ClassicChatEndpoint;
import org.securechat.server.classic.ClassicLog;
import org.securechat.server.classic.ClassicLoginEndpoint;
import org.securechat.server.classic.ClassicService;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.endpoint.ChatEndpoint;
import org.securechat.server.handshake.HandshakeLoad;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.receipt.ReceiptKey;
import org.securechat.server.retention.RetentionJob;
import org.securechat.server.schema.SchemaMigration;

/**
 * Brings the application up in order and down in the opposite one: schema, keys, ledger, delivery,
 * and only then the doors.
 */
@Singleton
@Startup
@DependsOn({"ServerIdentity", "ReceiptKey", "TranscriptLedger", "Delivery", "AuditLog"})
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ServerLifecycle {

  /** Where a program that runs this application in its own process reads that it is ready. */
  private static final String READY = "securechat.ready";

  /** The same for classic clients: where they log in, and where they chat. */
  private static final String READY_CLASSIC = "securechat.ready.classic";

  /** The same, if it cannot start: why not. */
  private static final String FAILED = "securechat.failed";

  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  @Resource(lookup = "java:app/jdbc/securechat")
  private DataSource dataSource;

  @Resource(lookup = "java:app/securechat/gateway")
  private Gateway gateway;

  @Inject private ServerReadiness state;

  @EJB private ServerIdentity keys;

  @Inject private HandshakeLoad load;

  @EJB private ReceiptKey receiptKey;

  @EJB private ClassicService classic;

  @EJB private TranscriptLedger ledger;

  @EJB private Delivery delivery;

  @EJB private AuditLog audit;

  @EJB private AdminBootstrap adminBootstrap;

  @EJB private RevocationSweep revocation;

  @EJB private RetentionJob retention;

  private boolean stopped;

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

  /** What a bean that was called said, without what the container put around it. */
  private static String reason(RuntimeException failure) {
    Throwable said = failure;
    while (said instanceof EJBException && said.getCause() != null) {
      said = said.getCause();
    }
    return said.getMessage() == null ? said.toString() : said.getMessage();
  }

  private void bringUp() {
    new SchemaMigration(dataSource).run();
    keys.underLoad(load::isHigh);
    keys.load();
    receiptKey.load();
    revocation.load();
    classic.prepare();
    delivery.start();
    ledger.listen(delivery);
    ledger.start();
    audit.start();
    adminBootstrap.start();
    gateway.open();
    revocation.start();
    String addresses = addresses(ChatEndpoint.NAME);
    state.accepting(true);
    retention.start();
    audit.later(AuditEvent.of(AuditAction.SERVER_START).with("addresses", addresses));
    ServerLog.started(addresses);
    if (classic.isEnabled()) {
      String login = addresses(ClassicLoginEndpoint.NAME);
      String chat = addresses(ClassicChatEndpoint.NAME);
      ClassicLog.started(login, chat);
      System.setProperty(READY_CLASSIC, login + " " + chat);
    }
    System.setProperty(READY, addresses);
  }

  private String addresses(String endpoint) {
    return gateway.addresses(endpoint).stream()
        .map(address -> address.getAddress().getHostAddress() + ":" + address.getPort())
        .collect(Collectors.joining(" "));
  }

  /**
   * Nobody new comes in, what has come in is finished and written, and everybody is told. Has no
   * effect when it is called again: the container, which calls it last, may have taken the data
   * source away by then, so the web application calls it before.
   */
  @PreDestroy
  public void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    System.clearProperty(READY);
    System.clearProperty(READY_CLASSIC);
    state.accepting(false);
    revocation.stop();
    ServerLog.stopping(gateway.connections().size());
    retention.stop();
    gateway.drain(DRAIN_LIMIT);
    audit.later(AuditEvent.of(AuditAction.SERVER_STOP));
    audit.finish();
    ledger.close(DRAIN_LIMIT);
    delivery.finish(DRAIN_LIMIT);
    gateway.close(CLOSE_LIMIT);
  }
}
