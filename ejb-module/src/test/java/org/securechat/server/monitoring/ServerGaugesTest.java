package org.securechat.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.connector.contract.ProtocolViolation;
import org.securechat.connector.contract.Statistics;
import org.securechat.server.certificate.IssuerLists;
import org.securechat.server.cluster.ClusterMember;
import org.securechat.server.config.MonitoringSettings;
import org.securechat.server.handshake.HandshakeLoad;
import org.securechat.server.ledger.LedgerCondition;
import org.securechat.server.ledger.LedgerMeter;
import org.securechat.server.limit.FairLane;
import org.securechat.server.limit.LaneBounds;
import org.securechat.server.limit.LaneException;
import org.securechat.server.limit.LaneKind;
import org.securechat.server.limit.Lanes;
import org.securechat.server.metrics.ChatMetrics;
import org.securechat.server.metrics.Metrics;
import org.securechat.server.receipt.ReceiptSigner;
import org.securechat.server.search.SearchIndexJob;

/** Each metric that is asked for shows what the bean behind it knows. */
class ServerGaugesTest {

  @TempDir Path data;

  private final MonitoredServer server = new MonitoredServer();
  private final HandshakeLoad handshakes = new HandshakeLoad();
  private final Metrics metrics = new Metrics();

  /** What has a place in a lane and has not come to its end. */
  private final Deque<Runnable> threads = new ArrayDeque<>();

  private final Lanes lanes = new Lanes(threads::add, Clock.systemUTC());

  @BeforeEach
  void connect() {
    new ServerGauges(
            server.gateway(),
            server.ledger(),
            server.delivery(),
            new ReceiptSigner(),
            handshakes,
            lanes,
            server.probes(data, 1),
            server.certificates(),
            new SearchIndexJob(),
            ClusterMember.alone(),
            new MonitoringSettings("chat.example.org", data, 1),
            metrics,
            new ChatMetrics(metrics))
        .connect();
  }

  private String scraped() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void connectionsAreThoseOfTheGateway() throws IOException {
    server.statistics =
        new Statistics(5, 60, 7, 8, Map.of(ProtocolViolation.TRUNCATED, 9L), 10, 11, 12);
    handshakes.began();

    assertThat(scraped())
        .contains("securechat_connections_open 5.0")
        .contains("securechat_connections_accepted_total 60.0")
        .contains("securechat_connections_refused_total{reason=\"limit\"} 7.0")
        .contains("securechat_connections_refused_total{reason=\"address_limit\"} 8.0")
        .contains("securechat_connections_ended_total{reason=\"truncated\"} 9.0")
        .contains("securechat_mailbox_full_total 10.0")
        .contains("securechat_dispatch_queue_connections 11.0")
        .contains("securechat_endpoint_calls 12.0")
        .contains("securechat_handshakes_unfinished 1.0")
        .contains("securechat_sessions_open 0.0");
  }

  @Test
  void serverThatIsAloneIsInNoCluster() throws IOException {
    assertThat(scraped())
        .contains("securechat_cluster_servers 0.0")
        .contains("securechat_cluster_clock_offset_seconds 0.0");
  }

  @Test
  void queuesAreThoseOfLedgerAndDelivery() throws IOException {
    assertThat(scraped())
        .contains("securechat_ledger_queue_lines 7.0")
        .contains("securechat_ledger_queue_bytes 700.0")
        .contains("securechat_delivery_queue_tasks 3.0")
        .contains("securechat_rooms_refused 2.0");
  }

  @Test
  void lanesShowWhatRunsAndWaitsAndWasRefused() throws IOException {
    LaneBounds bounds = LaneKind.RECEIPTS.bounds();
    FairLane lane = lanes.of(LaneKind.RECEIPTS);
    submit(lane, "alice");
    threads.remove().run();
    for (int i = 0; i < bounds.placesOfOne() + bounds.waitingOfOne(); i++) {
      submit(lane, "mallory");
    }
    assertThatThrownBy(() -> submit(lane, "mallory")).isInstanceOf(LaneException.class);

    assertThat(scraped())
        .contains("securechat_lane_jobs{lane=\"receipts\",state=\"running\"} 1.0")
        .contains("securechat_lane_jobs{lane=\"receipts\",state=\"waiting\"} 16.0")
        .contains("securechat_lane_jobs{lane=\"reading\",state=\"waiting\"} 0.0")
        .contains("securechat_lane_jobs_done_total{lane=\"receipts\"} 1.0")
        .contains(
            "securechat_lane_jobs_refused_total{lane=\"receipts\",reason=\"too_much_of_one\"} 1.0")
        .contains("securechat_lane_jobs_refused_total{lane=\"receipts\",reason=\"full\"} 0.0");
  }

  private static void submit(FairLane lane, String owner) {
    lane.submit(
        owner,
        new FairLane.Job() {
          @Override
          public void run() {
            // Its place is what counts.
          }

          @Override
          public void refused(LaneException reason) {
            throw new AssertionError(reason);
          }
        });
  }

  @Test
  void whatIsUpAndForHowLongIsToldInNumbers() throws IOException {
    server.certificateEnds = Map.of("server", Instant.ofEpochSecond(2_000_000_000));
    assertThat(scraped())
        .contains("securechat_build_info{server=\"chat.example.org\",version=")
        .contains("securechat_ledger_up 1.0")
        .contains("securechat_database_up 1.0")
        .contains("securechat_crl_next_update_timestamp_seconds{issuer=\"CN=Root\"} 1.893553445E9")
        .contains("securechat_certificate_not_after_timestamp_seconds{certificate=\"server\"}")
        .doesNotContain("securechat_data_free_bytes NaN");
  }

  @Test
  void whatIsDownIsZero() throws IOException {
    server.ledger = LedgerCondition.TAKEN_OVER;
    server.databaseThrows = true;
    server.issuerLists =
        List.of(
            MonitoredServer.lists("CN=Root", IssuerLists.State.CURRENT, Instant.ofEpochSecond(9)),
            MonitoredServer.lists("CN=Issuing", IssuerLists.State.ENDED, null),
            MonitoredServer.lists("CN=Vault", IssuerLists.State.EXCUSED, null));

    assertThat(scraped())
        .contains("securechat_ledger_up 0.0")
        .contains("securechat_database_up 0.0")
        .contains("securechat_crl_next_update_timestamp_seconds{issuer=\"CN=Issuing\"} 0.0");
  }

  @Test
  void theLedgerIsMeasured() throws IOException {
    assertThat(server.meter).isNotSameAs(LedgerMeter.NONE);
    server.meter.committed(3, 1_000_000);
    server.meter.durable(2_000_000);

    assertThat(scraped()).contains("_count 1");
  }
}
