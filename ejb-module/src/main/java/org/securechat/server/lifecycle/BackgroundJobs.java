package org.securechat.server.lifecycle;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.securechat.server.DomainException;
import org.securechat.server.account.PasswordDerivation;
import org.securechat.server.admin.account.AdminBootstrap;
import org.securechat.server.backup.BackupRequests;
import org.securechat.server.certificate.RevocationSweep;
import org.securechat.server.file.FilesFolderCheck;
import org.securechat.server.heads.RecordCheck;
import org.securechat.server.retention.RetentionJob;
import org.securechat.server.search.SearchIndexJob;

/** The jobs that run beside the connections. */
@Dependent
class BackgroundJobs {

  private final AdminBootstrap adminBootstrap;
  private final FilesFolderCheck files;
  private final RevocationSweep revocation;
  private final RetentionJob retention;
  private final BackupRequests backups;
  private final RecordCheck recordCheck;
  private final SearchIndexJob searchIndex;
  private final IdentityRenewal renewal;
  private final PasswordDerivation passwords;
  private final ManagedThreadFactory threads;

  @Inject
  BackgroundJobs(
      AdminBootstrap adminBootstrap,
      FilesFolderCheck files,
      RevocationSweep revocation,
      RetentionJob retention,
      BackupRequests backups,
      RecordCheck recordCheck,
      SearchIndexJob searchIndex,
      IdentityRenewal renewal,
      PasswordDerivation passwords,
      ManagedThreadFactory threads) {
    this.adminBootstrap = adminBootstrap;
    this.files = files;
    this.revocation = revocation;
    this.retention = retention;
    this.backups = backups;
    this.recordCheck = recordCheck;
    this.searchIndex = searchIndex;
    this.renewal = renewal;
    this.passwords = passwords;
    this.threads = threads;
  }

  /** Starts the job that must run before connections are accepted. */
  void beforeOpening() {
    adminBootstrap.start();
  }

  /** Starts the jobs that look at open connections and at rooms. */
  void afterOpening() {
    revocation.start();
    retention.start();
    recordCheck.start();
    searchIndex.start();
    renewal.start();
    threads.newThread(this::warmUp).start();
    // On a thread of its own: a file system of another machine may not answer.
    threads.newThread(files::start).start();
  }

  private void warmUp() {
    try {
      passwords.warmUp();
    } catch (DomainException e) {
      // Others derive already, which does the same.
    }
  }

  /**
   * Stops them all. A periodic task must end here: the container lets one run until it destroys the
   * singletons, by then refuses to run it, and logs that as a failure.
   */
  void stop() {
    revocation.stop();
    retention.stop();
    recordCheck.stop();
    searchIndex.stop();
    renewal.stop();
    adminBootstrap.stop();
    backups.stop();
  }
}
