package org.securechat.server.monitoring;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.securechat.server.certificate.CrlStatus;
import org.securechat.server.certificate.IssuerLists;
import org.securechat.server.config.MonitoringSettings;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.file.FilesFolderCheck;
import org.securechat.server.ledger.LedgerCondition;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.lifecycle.IdentityRenewal;
import org.securechat.server.lifecycle.ServerReadiness;
import org.securechat.server.renewal.CertificateFault;

/** Everything that is looked at to tell whether the server is well. Thread-safe. */
@ApplicationScoped
public class ServerProbes {

  private static final Duration LIMIT = Duration.ofSeconds(3);

  /** A file system of another machine that does not answer keeps no server from talking. */
  private static final Duration FILES_LIMIT = Duration.ofMillis(500);

  private static final int DATABASE_SECONDS = 2;

  /** Longer than any lock or database that the thread could legitimately wait for. */
  private static final Duration STUCK = Duration.ofSeconds(60);

  private final DataSource dataSource;
  private final ManagedExecutorService executor;
  private final TranscriptLedger ledger;
  private final Delivery delivery;
  private final MonitoringSettings settings;
  private final CrlStatus lists;
  private final ServerReadiness state;
  private final FilesFolderCheck files;

  private Probe database;
  private Probe disk;
  private Probe filesFolder;
  private Probe revocation;
  private Probe process;

  /** For the container's proxy. */
  public ServerProbes() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  public ServerProbes(
      DataSource dataSource,
      ManagedExecutorService executor,
      TranscriptLedger ledger,
      Delivery delivery,
      MonitoringSettings settings,
      CrlStatus lists,
      ServerReadiness state,
      FilesFolderCheck files) {
    this.dataSource = dataSource;
    this.executor = executor;
    this.ledger = ledger;
    this.delivery = delivery;
    this.settings = settings;
    this.lists = lists;
    this.state = state;
    this.files = files;
  }

  @PostConstruct
  void start() {
    database = new Probe(LIMIT, this::findDatabase, executor);
    disk = new Probe(LIMIT, this::findDisk, executor);
    filesFolder = new Probe(FILES_LIMIT, this::findFilesFolder, executor);
    revocation = new Probe(LIMIT, this::findRevocation, executor);
    // On the asker's thread: to be late is no reason to be restarted.
    process = new Probe(LIMIT, ServerProbes::findProcess, Runnable::run);
  }

  /** Whether the chat's port is open, with a certificate that somebody can take. */
  public CheckResult accepting() {
    Map<String, CertificateFault> refused = certificateFaults();
    CertificateFault own = refused.get(IdentityRenewal.SERVER);
    CheckResult finding =
        CheckResult.of(state.isAccepting() && (own == null || !own.isForEverybody()));
    if (!refused.isEmpty()) {
      finding =
          finding.with(
              "certificate",
              new TreeMap<>(refused)
                  .values().stream()
                      .map(CertificateFault::reason)
                      .collect(Collectors.joining("; ")));
    }
    Map<String, String> faults = renewalFaults();
    return faults.isEmpty()
        ? finding
        : finding.with("renewal", String.join("; ", new TreeMap<>(faults).values()));
  }

  /** Why certificates that are in use are refused by peers, by what they are for. */
  Map<String, CertificateFault> certificateFaults() {
    return state.certificateFaults();
  }

  /** Why renewed certificates cannot be used, by what they are for. */
  Map<String, String> renewalFaults() {
    return state.renewalFaults();
  }

  /** Whether it was open once. */
  public CheckResult started() {
    return CheckResult.of(state.hasStarted());
  }

  /** Whether the database answers. */
  public CheckResult database() {
    return database.ask();
  }

  private CheckResult findDatabase() {
    long began = System.nanoTime();
    try (Connection connection = dataSource.getConnection()) {
      return CheckResult.of(connection.isValid(DATABASE_SECONDS))
          .with("answer_ms", Duration.ofNanos(System.nanoTime() - began).toMillis());
    } catch (SQLException e) {
      return CheckResult.down("no connection"); // The exception may tell a secret.
    }
  }

  /**
   * Whether the data folder has room. What is wrong with the folder of files is said with it, and
   * keeps no server from talking.
   */
  public CheckResult disk() {
    CheckResult folder = filesFolder.ask();
    CheckResult finding = disk.ask();
    return folder.up() ? finding : finding.with("files", folder.data().get("reason"));
  }

  private CheckResult findDisk() {
    try {
      long free = Files.getFileStore(settings.dataFolder()).getUsableSpace();
      long floor = settings.minFreeBytes();
      return CheckResult.of(free >= floor).with("free_bytes", free).with("floor_bytes", floor);
    } catch (IOException e) {
      return CheckResult.down("the data folder cannot be looked at");
    }
  }

  private CheckResult findFilesFolder() {
    return files.look().map(CheckResult::down).orElseGet(() -> CheckResult.of(true));
  }

  /** Whether certificates can be checked for revocation; always well if that is not required. */
  public CheckResult revocation() {
    return revocation.ask();
  }

  private CheckResult findRevocation() {
    List<IssuerLists> all = lists.ofIssuers();
    boolean open = all.stream().noneMatch(each -> each.state().isClosed());
    CheckResult finding =
        CheckResult.of(open || !lists.isRequired()).with("required", lists.isRequired());
    Optional<Instant> next =
        all.stream().flatMap(each -> each.nextUpdate().stream()).min(Comparator.naturalOrder());
    if (next.isPresent()) {
      finding = finding.with("next_update", next.get().truncatedTo(ChronoUnit.SECONDS));
    }
    String told =
        all.stream()
            .filter(each -> each.state().isTold())
            .map(IssuerLists::text)
            .collect(Collectors.joining("; "));
    return told.isEmpty() ? finding : finding.with("reason", told);
  }

  /** How it stands with the lists on which logins depend. */
  public List<IssuerLists> issuerLists() {
    return lists.ofIssuers();
  }

  /** Whether messages can be written. */
  public CheckResult ledger() {
    LedgerCondition condition = ledger.condition();
    return CheckResult.of(condition == LedgerCondition.WRITING)
        .with("state", condition.text())
        .with("queue_lines", ledger.waitingLines())
        .with("rooms_refused", ledger.refusedRooms());
  }

  /** Whether the ledger's writer is alive; one that waits for its database is. */
  public CheckResult writer() {
    LedgerCondition condition = ledger.condition();
    boolean ended =
        switch (condition) {
          case FAILED, TAKEN_OVER -> true;
          case WRITING, FAILING, WAITING_FOR_DATABASE, CLOSED -> false;
        };
    return CheckResult.of(!ended).with("state", condition.text());
  }

  /** Whether committed lines go out. */
  public CheckResult delivery() {
    Duration busy = delivery.busyFor();
    return CheckResult.of(delivery.isAlive() && busy.compareTo(STUCK) < 0)
        .with("running", delivery.isAlive())
        .with("task_ms", busy.toMillis())
        .with("queue_tasks", delivery.waiting());
  }

  /** Whether no threads block each other for ever. */
  public CheckResult process() {
    return process.ask();
  }

  private static CheckResult findProcess() {
    long[] deadlocked = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
    int count = deadlocked == null ? 0 : deadlocked.length;
    return CheckResult.of(count == 0)
        .with("deadlocked_threads", count)
        .with("uptime_seconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
  }
}
