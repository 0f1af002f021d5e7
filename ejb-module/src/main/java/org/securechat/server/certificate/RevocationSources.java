package org.securechat.server.certificate;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.Revocation;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.protocol.identity.StatusSource;
import org.securechat.server.ServerLog;
import org.securechat.server.http.OutboundHttpClient;

/**
 * All sources of revocation, put together as the operator has chosen: the list file in the PKI
 * folder, lists and single certificates from the database, and, if they are switched on, the
 * authorities' distribution points and responders. Thread-safe.
 */
@ApplicationScoped
public class RevocationSources {

  /** For one fetch of a list, from first to last. */
  private static final Duration FETCH = Duration.ofSeconds(10);

  /** For which a handshake waits. */
  private static final Duration WAIT = Duration.ofSeconds(3);

  private final RevocationSettings settings;
  private final Clock clock;
  private final CertificateStore store;
  private final ManagedExecutorService executor;

  private final LocallyRevokedCertificates withdrawn = new LocallyRevokedCertificates();
  private final UploadedLists uploaded = new UploadedLists();
  private CrlFile file;

  /** Guarded by this. */
  private Optional<String> fileFault = Optional.empty();

  private OutboundHttpClient http;
  private Optional<DistributionPoints> points = Optional.empty();
  private StatusSource statuses = StatusSource.none();
  private volatile Runnable news = () -> {};
  private volatile List<X509Certificate> issuers = List.of();
  private final IssuedCertificates issued;

  /** For the container's proxy. */
  public RevocationSources() {
    this(null, null, null, null);
  }

  @Inject
  public RevocationSources(
      RevocationSettings settings,
      Clock clock,
      CertificateStore store,
      ManagedExecutorService executor) {
    this.settings = settings;
    this.clock = clock;
    this.store = store;
    this.executor = executor;
    this.issued = new IssuedCertificates(store);
  }

  @PostConstruct
  void prepare() {
    RevocationSettings.Network network = settings.network();
    AllowedHosts hosts = network.allowedHosts();
    file = new CrlFile(listFile());
    http = new OutboundHttpClient(FETCH);
    if (network.distributionPoints() == RevocationSettings.Fetching.ON) {
      points =
          Optional.of(
              new DistributionPoints(
                  hosts,
                  http,
                  new CrlDiskCache(network.cacheFolder()),
                  clock,
                  executor,
                  network.refresh(),
                  WAIT,
                  () -> news.run()));
    }
    if (asksResponders()) {
      statuses =
          new OcspStatusCache(
              hosts,
              network.responder(),
              network.nonce() == RevocationSettings.Nonce.REQUIRE,
              http,
              clock,
              network.refresh(),
              WAIT);
    }
  }

  @PreDestroy
  void close() {
    http.close();
  }

  /** What the handshake's rules are made of. */
  @Produces
  Revocation revocation() {
    List<RevocationSource> lists = new ArrayList<>(List.of(file, uploaded));
    points.ifPresent(lists::add);
    return Revocation.byLists(
            RevocationSource.of(lists.toArray(RevocationSource[]::new)), settings.policy())
        .withRevokedHere(withdrawn)
        .withStatuses(statuses, settings.network().ocsp() == RevocationSettings.Ocsp.REQUIRE);
  }

  /** Whether responders are asked, so that looking again can take time. */
  boolean asksResponders() {
    return settings.network().ocsp() != RevocationSettings.Ocsp.OFF;
  }

  /** Told from any thread when something new was learned. */
  void onNews(Runnable listener) {
    news = listener;
  }

  /**
   * Looks whether the database knows more than this node, and has distribution points fetched that
   * are due. Three small queries when there is nothing new.
   */
  void refresh() {
    logChangedFault();
    if (store.revokedCount() != withdrawn.size()) {
      withdrawn.replace(store.revokedKeys());
    }
    uploaded.replace(
        store.listHashes(), authority -> store.list(authority).map(UploadedCrl::der).orElse(null));
    issuers = store.issuers().stream().flatMap(der -> DerCertificate.parse(der).stream()).toList();
    points.ifPresent(DistributionPoints::refresh);
  }

  /** Once for each fault, and not each time that it is noticed. */
  private synchronized void logChangedFault() {
    Optional<String> now = file.fault();
    if (!now.equals(fileFault)) {
      now.ifPresent(reason -> ServerLog.revocationSourceFailed(listFile().toString(), reason));
      fileFault = now;
    }
  }

  /** The list file of the operator; it may be missing. */
  Path listFile() {
    return settings.listFile();
  }

  CrlFile file() {
    return file;
  }

  /** The authorities below the configured ones that were in accepted chains. */
  List<X509Certificate> issuers() {
    return issuers;
  }

  /**
   * The certificates known here that say that this issuer has issued them: of people who have
   * logged in, and of issuers below it. Reads all that the database has, and is remembered for a
   * while.
   */
  List<X509Certificate> issuedBy(X509Certificate issuer) {
    return issued.of(issuer, clock.instant());
  }

  boolean isRevokedHere(X509Certificate certificate) {
    return withdrawn.contains(certificate);
  }

  /** The lists of all sources. */
  List<X509CRL> allLists() {
    List<X509CRL> all = new ArrayList<>(file.all());
    all.addAll(uploaded.all());
    distributionPoints().forEach(point -> point.list().ifPresent(all::add));
    return all;
  }

  List<X509CRL> uploadedLists() {
    return uploaded.all();
  }

  List<DistributionPoint> distributionPoints() {
    return points.map(DistributionPoints::known).orElse(List.of());
  }
}
