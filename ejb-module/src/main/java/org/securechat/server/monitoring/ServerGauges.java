package org.securechat.server.monitoring;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.securechat.connector.contract.Gateway;
import org.securechat.connector.contract.Statistics;
import org.securechat.server.certificate.IssuerLists;
import org.securechat.server.cluster.ClusterMember;
import org.securechat.server.config.MonitoringSettings;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.handshake.HandshakeLoad;
import org.securechat.server.ledger.LedgerMeter;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.lifecycle.IdentityRenewal;
import org.securechat.server.limit.LaneException;
import org.securechat.server.limit.LaneKind;
import org.securechat.server.limit.Lanes;
import org.securechat.server.metrics.ChatMetrics;
import org.securechat.server.metrics.Metrics;
import org.securechat.server.receipt.ReceiptSigner;
import org.securechat.server.search.SearchIndexJob;

/** Registers the metrics whose values other beans know. A value is read when it is asked for. */
@Singleton
@Startup
@DependsOn("ServerLifecycle")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ServerGauges {

  private final Gateway gateway;
  private final TranscriptLedger ledger;
  private final Delivery delivery;
  private final ReceiptSigner receipts;
  private final HandshakeLoad handshakes;
  private final Lanes lanes;
  private final ServerProbes probes;
  private final OwnCertificates certificates;
  private final SearchIndexJob searchIndex;
  private final ClusterMember cluster;
  private final MonitoringSettings settings;
  private final Metrics metrics;
  private final ChatMetrics chat;

  /** For the container's proxy. */
  public ServerGauges() {
    this(null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  @Inject
  public ServerGauges(
      Gateway gateway,
      TranscriptLedger ledger,
      Delivery delivery,
      ReceiptSigner receipts,
      HandshakeLoad handshakes,
      Lanes lanes,
      ServerProbes probes,
      OwnCertificates certificates,
      SearchIndexJob searchIndex,
      ClusterMember cluster,
      MonitoringSettings settings,
      Metrics metrics,
      ChatMetrics chat) {
    this.gateway = gateway;
    this.ledger = ledger;
    this.delivery = delivery;
    this.receipts = receipts;
    this.handshakes = handshakes;
    this.lanes = lanes;
    this.probes = probes;
    this.certificates = certificates;
    this.searchIndex = searchIndex;
    this.cluster = cluster;
    this.settings = settings;
    this.metrics = metrics;
    this.chat = chat;
  }

  @PostConstruct
  void connect() {
    register(metrics);
    certificates.remind();
    ledger.meter(
        new LedgerMeter() {
          @Override
          public void committed(int lines, long nanos) {
            chat.groupCommitted(lines, nanos);
          }

          @Override
          public void durable(long nanos) {
            chat.lineDurable(nanos);
          }
        });
  }

  /** Registers every metric whose value is asked for, not counted. */
  void register(Metrics to) {
    to.info(
        "securechat_build_info",
        "The running version; always 1.",
        new String[] {"version", "server"},
        BuildVersion.of(getClass()),
        settings.serverName());
    connections(to);
    queues(to);
    lanes(to);
    state(to);
  }

  private void connections(Metrics to) {
    to.gauge(
        "securechat_connections_open",
        "Open connections, in every state.",
        () -> gateway.statistics().open());
    to.total(
        "securechat_connections_accepted_total",
        "Connections accepted.",
        () -> gateway.statistics().accepted());
    to.totals(
        "securechat_connections_refused_total",
        "Connections closed at once: too many in all (limit), or from one address (address_limit).",
        new String[] {"reason"},
        each -> {
          Statistics now = gateway.statistics();
          each.accept((double) now.rejectedByTotalLimit(), "limit");
          each.accept((double) now.rejectedByAddressLimit(), "address_limit");
        });
    to.totals(
        "securechat_connections_ended_total",
        "Connections ended by the adapter, by the rule that was broken; overloaded: the peer did"
            + " not read what it was sent.",
        new String[] {"reason"},
        each ->
            gateway
                .statistics()
                .ended()
                .forEach(
                    (rule, count) -> each.accept(count, rule.name().toLowerCase(Locale.ROOT))));
    to.total(
        "securechat_mailbox_full_total",
        "How often an established connection was not read for a while because its mailbox was"
            + " full.",
        () -> gateway.statistics().mailboxesFilled());
    to.gauge(
        "securechat_handshakes_unfinished",
        "Connections whose handshake is not done.",
        () -> handshakes.unfinished());
    to.gauge(
        "securechat_sessions_open",
        "Sessions with a logged-in user.",
        () -> delivery.connected().size());
  }

  private void queues(Metrics to) {
    to.gauge(
        "securechat_dispatch_queue_connections",
        "Connections with something to do that wait for an endpoint.",
        () -> gateway.statistics().queuedConnections());
    to.gauge(
        "securechat_endpoint_calls",
        "Threads that call the application for a connection.",
        () -> gateway.statistics().activeCalls());
    to.gauge(
        "securechat_ledger_queue_lines",
        "Lines that wait to be written.",
        () -> ledger.waitingLines());
    to.gauge(
        "securechat_ledger_queue_bytes",
        "Bytes of payload and signature that wait to be written.",
        () -> ledger.waitingBytes());
    to.gauge(
        "securechat_delivery_queue_tasks",
        "Deliveries and subscriptions that wait for the delivery thread.",
        () -> delivery.waiting());
  }

  private void lanes(Metrics to) {
    to.gauges(
        "securechat_lane_jobs",
        "Heavy requests that run or wait now, by lane.",
        new String[] {"lane", "state"},
        each -> {
          for (LaneKind kind : LaneKind.values()) {
            each.accept((double) lanes.of(kind).running(), kind.label(), "running");
            each.accept((double) lanes.of(kind).waiting(), kind.label(), "waiting");
          }
        });
    to.totals(
        "securechat_lane_jobs_done_total",
        "Heavy requests that have had their turn, by lane.",
        new String[] {"lane"},
        each -> {
          for (LaneKind kind : LaneKind.values()) {
            each.accept((double) lanes.of(kind).done(), kind.label());
          }
        });
    to.totals(
        "securechat_lane_jobs_refused_total",
        "Heavy requests that were refused: too much waits of one user (too_much_of_one) or of all"
            + " (full), it waited for too long (waited_too_long), or the server stops (closed).",
        new String[] {"lane", "reason"},
        each -> {
          for (LaneKind kind : LaneKind.values()) {
            Map<LaneException.Reason, Long> refused = lanes.of(kind).refusals();
            for (LaneException.Reason reason : LaneException.Reason.values()) {
              each.accept((double) refused.getOrDefault(reason, 0L), kind.label(), reason.label());
            }
          }
        });
  }

  private void state(Metrics to) {
    to.gauge(
        "securechat_ledger_up",
        "1 if messages can be written now, else 0.",
        () -> ledger.isTakingLines() ? 1 : 0);
    to.gauge(
        "securechat_database_up",
        "1 if the database answers, else 0.",
        () -> probes.database().up() ? 1 : 0);
    to.gauge(
        "securechat_rooms_refused",
        "Rooms that are not served because their stored transcript does not verify.",
        () -> ledger.refusedRooms());
    lists(to);
    to.gauges(
        "securechat_certificate_not_after_timestamp_seconds",
        "When a certificate of the server ends: the one it shows (server), the one that signs"
            + " receipts (receipt), the one of classic clients (classic), the first of the"
            + " authorities (authority).",
        new String[] {"certificate"},
        each ->
            certificates
                .notAfter()
                .forEach((name, end) -> each.accept((double) end.getEpochSecond(), name)));
    to.gauge(
        "securechat_data_free_bytes",
        "Free space where the data folder is; NaN if it cannot be told.",
        () -> freeBytes(probes.disk()));
    to.gauges(
        "securechat_certificate_renewal_failed",
        "1 while the server's files hold a certificate that it cannot use, so that the one before"
            + " it stays in use; otherwise 0.",
        new String[] {"certificate"},
        each ->
            IdentityRenewal.USES.forEach(
                use -> each.accept(probes.renewalFaults().containsKey(use) ? 1.0 : 0.0, use)));
    to.gauges(
        "securechat_certificate_refused",
        "1 while peers refuse the certificate that is in use, because it has ended, is not valid"
            + " yet, is revoked, is for another use or leads to no authority; otherwise 0.",
        new String[] {"certificate"},
        each ->
            IdentityRenewal.USES.forEach(
                use -> each.accept(probes.certificateFaults().containsKey(use) ? 1.0 : 0.0, use)));
    to.total("securechat_receipts_issued_total", "Receipts issued.", () -> receipts.issued());
    search(to);
    cluster(to);
  }

  private void cluster(Metrics to) {
    to.gauge(
        "securechat_cluster_servers",
        "Servers of the cluster that this one knows to live, itself included; 0 for a server that"
            + " is alone.",
        () -> cluster.size());
    to.gauge(
        "securechat_cluster_clock_offset_seconds",
        "By how much this server's clock is ahead of the database's; 0 for a server that is alone.",
        () -> cluster.clockAhead().toMillis() / 1000.0);
  }

  private void search(Metrics to) {
    to.gauge(
        "securechat_search_lines_behind",
        "Lines of all rooms that a search has to read because they are not indexed, as of this"
            + " server's last look; 0 without an index.",
        () -> searchIndex.linesBehind());
    to.total(
        "securechat_search_lines_indexed_total",
        "Lines that this server has indexed for searches.",
        () -> searchIndex.linesIndexed());
  }

  private void lists(Metrics to) {
    to.gauges(
        "securechat_crl_next_update_timestamp_seconds",
        "When the revocation list of an issuer goes out of date on which logins depend, the first"
            + " of several; 0 if there is no current one. An issuer that is excused or unused has"
            + " none.",
        new String[] {"issuer"},
        each -> firsts(IssuerLists::nextUpdate).forEach((issuer, end) -> each.accept(end, issuer)));
    to.gauges(
        "securechat_crl_unused_issuer",
        "1 for an issuing authority that has no current list and of which no valid certificate is"
            + " known here; others have none.",
        new String[] {"issuer"},
        each ->
            probes.issuerLists().stream()
                .filter(lists -> lists.state() == IssuerLists.State.UNUSED)
                .map(IssuerLists::issuer)
                .distinct()
                .forEach(issuer -> each.accept(1.0, issuer)));
    to.gauges(
        "securechat_crl_warning_timestamp_seconds",
        "From when on the end of an issuer's list is told: a week before, or for lists made for"
            + " less than four weeks a sixteenth of their time; 0 if there is no current one.",
        new String[] {"issuer"},
        each -> firsts(IssuerLists::warnedFrom).forEach((issuer, at) -> each.accept(at, issuer)));
  }

  /** The earliest for each name: an issuer that was renewed has two certificates. */
  private Map<String, Double> firsts(Function<IssuerLists, Optional<Instant>> time) {
    Map<String, Double> first = new TreeMap<>();
    for (IssuerLists each : probes.issuerLists()) {
      if (each.state() != IssuerLists.State.EXCUSED && each.state() != IssuerLists.State.UNUSED) {
        double seconds = time.apply(each).map(Instant::getEpochSecond).orElse(0L);
        first.merge(each.issuer(), seconds, Math::min);
      }
    }
    return first;
  }

  private static double freeBytes(CheckResult disk) {
    return disk.data().get("free_bytes") instanceof Number free ? free.doubleValue() : Double.NaN;
  }
}
