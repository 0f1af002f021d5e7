package org.securechat.server.admin.account;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.server.DomainException;
import org.securechat.server.PeriodicTask;
import org.securechat.server.ServerLog;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;

/**
 * Makes administrators on request of a person who may write to the data folder. Such a person could
 * write to the database as well. The first administrator is made in this way, and an administrator
 * who has lost the password gets access again. Requests are files in {@code enrolment/}, looked for
 * every second.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AdminBootstrap {
  private static final long PERIOD_MILLIS = 1_000;
  private static final Duration KEEP_RESULTS = Duration.ofHours(1);

  private final Administrators administrators;
  private final EnrolmentSettings settings;
  private final Clock clock;
  private final ManagedThreadFactory threads;

  private volatile PeriodicTask watching;

  /** For the container's proxy. */
  public AdminBootstrap() {
    this(null, null, null, null);
  }

  @Inject
  public AdminBootstrap(
      Administrators administrators,
      EnrolmentSettings settings,
      Clock clock,
      ManagedThreadFactory threads) {
    this.administrators = administrators;
    this.settings = settings;
    this.clock = clock;
    this.threads = threads;
  }

  /** Begins to look. */
  public void start() {
    Path folder = settings.folder();
    try {
      OwnerOnly.createFolder(folder);
    } catch (IOException e) {
      ServerLog.enrolmentFailed(folder.getFileName().toString(), e);
      return;
    }
    watching = PeriodicTask.start(threads, () -> look(folder), 0, PERIOD_MILLIS);
  }

  /** Ends the periodic look at the folder. Has no effect when it is called again. */
  @PreDestroy
  public void stop() {
    if (watching != null) {
      watching.stop();
    }
  }

  /** Takes every request that is there. */
  void look(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (file.toString().endsWith(BootstrapRequestFile.SUFFIX)) {
          take(new BootstrapRequestFile(file));
        } else if (isOld(file)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | RuntimeException e) {
      ServerLog.enrolmentFailed(folder.getFileName().toString(), e);
    }
  }

  private boolean isOld(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file)
          .toInstant()
          .isBefore(clock.instant().minus(KEEP_RESULTS));
    } catch (NoSuchFileException takenMeanwhile) {
      return false;
    }
  }

  private void take(BootstrapRequestFile request) throws IOException {
    String name = request.file().getFileName().toString();
    try {
      BootstrapRequestFile.Enrolment wanted = request.read();
      if (wanted.replace()) {
        administrators.enrol(wanted.administrator(), Actor.MACHINE);
      } else {
        administrators.create(wanted.administrator(), Actor.MACHINE);
      }
      request.answer("done", "");
      ServerLog.enrolled(wanted.administrator().name());
    } catch (AdministrationException e) {
      request.answer("refused", e.getMessage());
      ServerLog.enrolmentRefused(name, e.getMessage());
    } catch (DomainException e) {
      // The database or the audit log is away: the file stays there and is read again.
    } catch (RuntimeException e) {
      // The same, but it is a defect; requests beside this one are not held up by it.
      ServerLog.enrolmentFailed(name, e);
    }
  }
}
