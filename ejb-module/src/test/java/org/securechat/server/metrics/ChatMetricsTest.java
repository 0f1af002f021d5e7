package org.securechat.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What is counted is what Prometheus reads. */
class ChatMetricsTest {

  private final Metrics metrics = new Metrics();
  private final ChatMetrics chat = new ChatMetrics(metrics);

  private List<String> lines() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(out);
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aRefusedLoginIsARequestAndALogin() throws Exception {
    chat.requestRefused("login", "bad_credentials");
    chat.requestRefused("login", "bad_credentials");
    chat.requestDone("login");
    chat.requestRefused("send", "unavailable");

    assertThat(lines())
        .contains(
            "securechat_logins_total{result=\"bad_credentials\"} 2.0",
            "securechat_logins_total{result=\"ok\"} 1.0",
            "securechat_requests_total{result=\"bad_credentials\",type=\"login\"} 2.0",
            "securechat_requests_total{result=\"unavailable\",type=\"send\"} 1.0")
        .noneMatch(line -> line.startsWith("securechat_logins_total{result=\"unavailable\"}"));
  }

  /** An average cannot be turned back into who waited; and a sample of 1028 is no histogram. */
  @Test
  void everyCommitIsInItsBucketForEver() throws Exception {
    for (int i = 0; i < 5000; i++) {
      chat.lineDurable(2_000_000);
    }
    chat.lineDurable(700_000_000);

    assertThat(lines())
        .contains(
            "securechat_message_commit_duration_seconds_bucket{le=\"0.001\"} 0",
            "securechat_message_commit_duration_seconds_bucket{le=\"0.0025\"} 5000",
            "securechat_message_commit_duration_seconds_bucket{le=\"0.5\"} 5000",
            "securechat_message_commit_duration_seconds_bucket{le=\"1.0\"} 5001",
            "securechat_message_commit_duration_seconds_bucket{le=\"+Inf\"} 5001",
            "securechat_message_commit_duration_seconds_count 5001");
  }

  @Test
  void onlyAHandshakeThatSucceedsHasAGroupAndADuration() throws Exception {
    chat.handshakeDone("x25519", 3_000_000);
    chat.handshakeRefused("bad_certificate");
    chat.handshakeRefusedByPeer("unknown_authority");
    chat.handshakeAbandoned();

    assertThat(lines())
        .contains(
            "securechat_handshakes_total{group=\"x25519\",result=\"ok\"} 1.0",
            "securechat_handshakes_total{group=\"none\",result=\"bad_certificate\"} 1.0",
            "securechat_handshakes_total{group=\"none\",result=\"peer_unknown_authority\"} 1.0",
            "securechat_handshakes_total{group=\"none\",result=\"closed\"} 1.0",
            "securechat_handshake_duration_seconds_count 1");
  }

  /** Whatever outlives an undeployment keeps its classes in memory. */
  @Test
  void measuringStartsNoThread() throws Exception {
    chat.lineDurable(1);
    chat.groupCommitted(3, 1);
    lines();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().toLowerCase(Locale.ROOT).contains("prometheus"));
  }

  @Test
  void theVirtualMachineIsSeen() throws Exception {
    assertThat(lines())
        .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\"}"))
        .anyMatch(line -> line.startsWith("jvm_gc_collection_seconds_count"))
        .anyMatch(line -> line.startsWith("process_cpu_seconds_total"));
  }
}
