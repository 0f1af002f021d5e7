package org.securechat.server.backup;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Clock;
import javax.sql.DataSource;
import org.securechat.server.PeriodicTask;
import org.securechat.server.actor.Actor;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.config.BackupSettings;

/**
 * Makes backups while the server runs, for a user who may write into its data folder: an embedded
 * database can be opened by no other process. See {@link RequestFolder}.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class BackupRequests {
  private static final long INTERVAL_MILLIS = 500;

  private final DataSource dataSource;
  private final ManagedThreadFactory threads;
  private final BackupSettings settings;
  private final Clock clock;
  private final AuditLog audit;

  private RequestFolder requests;
  private PeriodicTask looking;

  /** For the container's proxy. */
  public BackupRequests() {
    this(null, null, null, null, null);
  }

  @Inject
  public BackupRequests(
      DataSource dataSource,
      ManagedThreadFactory threads,
      BackupSettings settings,
      Clock clock,
      AuditLog audit) {
    this.dataSource = dataSource;
    this.threads = threads;
    this.settings = settings;
    this.clock = clock;
    this.audit = audit;
  }

  @PostConstruct
  void start() {
    requests =
        new RequestFolder(
            settings.dataFolder(), settings.filesFolder(), dataSource, clock, this::made);
    requests.clean();
    looking = PeriodicTask.start(threads, requests::serve, INTERVAL_MILLIS, INTERVAL_MILLIS);
  }

  private void made(Manifest manifest) {
    audit.later(
        AuditEvent.of(AuditAction.DATABASE_BACKUP)
            .by(Actor.MACHINE)
            .with("rows", Long.toString(manifest.rows())));
  }

  /** Ends the periodic look at the folder. Has no effect when it is called again. */
  @PreDestroy
  public void stop() {
    looking.stop();
  }
}
