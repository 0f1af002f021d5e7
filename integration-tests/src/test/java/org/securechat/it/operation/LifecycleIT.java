package org.securechat.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.it.client.RequestRefusedException;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.process.ServerProcess;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.json.Json;

/** Starting, stopping and what an operator is told. */
@BlackBox
class LifecycleIT {

  /**
   * What a former key has signed is served on after a stop and a start, and evidence from both
   * times holds together.
   */
  @Test
  void serverStopsInOrderAndContinuesItsRecordWithARenewedReceiptKey() throws Exception {
    try (TestBed bed = TestBed.started()) {
      Person alice = bed.person("alice");
      Person bob = bed.person("bob");
      String room = TestBed.name("last-call");
      RoomInfo info = alice.client().create(room, Visibility.PUBLIC);
      bob.client().join(room);
      TestClient.await(alice.client().say(room, "before"));
      ServerMessage.ReceiptMessage before = alice.client().receipt(room);
      AtomicInteger acknowledged = new AtomicInteger();
      stopWhileTalking(bed, alice, bob, room, acknowledged);

      bed.pki().issueFiles("receipt", CertificateKind.RECEIPT, CertificateOrder::replacing);
      bed.start();
      TestClient again = bed.login(alice);
      TestClient.await(again.say(room, "after"));
      ServerMessage.ReceiptMessage after = again.receipt(room);

      RoomView whole = RoomView.fromTheStart(info.id());
      again.history(room, 0).forEach(whole::add);
      assertThat(whole.fault()).isEmpty();
      assertThat(whole.texts())
          .hasSizeGreaterThanOrEqualTo(acknowledged.get() + 2)
          .startsWith("before")
          .endsWith("after");
      again.verify(before, bed.rules());
      again.verify(after, bed.rules());
      AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
      assertThat(auditor.get("/audit?action=server.stop").body()).contains("server.stop");
      assertThat(bed.server().stop()).isZero();
    }
  }

  /** Requests are finished, and clients are told. */
  private static void stopWhileTalking(
      TestBed bed, Person alice, Person bob, String room, AtomicInteger acknowledged)
      throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 8; i++) {
      talk(alice.client(), room, acknowledged, failures);
    }
    await().atMost(TestClient.LIMIT).until(() -> acknowledged.get() >= 100);
    assertThat(bed.server().process().out().lines())
        .as("until it is told to stop")
        .satisfiesExactly(
            line -> assertThat(line).startsWith("starting: "),
            line -> assertThat(line).startsWith("starting: "),
            line -> assertThat(line).startsWith("ready: "));
    assertThat(bed.server().process().err().lines()).noneMatch(line -> line.startsWith("["));

    assertThat(bed.server().stop()).as("exit code").isZero();

    assertThat(alice.client().ending().closed()).as("%s", alice.client().ending()).isTrue();
    assertThat(bob.client().ending().closed()).as("%s", bob.client().ending()).isTrue();
    assertThat(bed.server().process().err().text())
        .doesNotContain("WARNING", "SEVERE", "Exception");
    assertThat(failures)
        .as("refused on the way out")
        .noneMatch(RequestRefusedException.class::isInstance);
  }

  private static void talk(
      TestClient client, String room, AtomicInteger acknowledged, Queue<Throwable> failures) {
    var _ =
        client
            .say(room, "still here")
            .whenComplete((answer, failure) -> {
              if (failure == null) {
                acknowledged.incrementAndGet();
                talk(client, room, acknowledged, failures);
              } else {
                failures.add(failure);
              }
            });
  }

  /** An accepted connection is served at once; an earlier one is not accepted. */
  @Test
  void serverThatIsNotReadyAcceptsNoConnection() throws Exception {
    try (TestBed bed = TestBed.prepared()) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), freePort());
      AtomicInteger refused = new AtomicInteger();
      try (RunningProcess server = bed.launch().port(address.getPort()).launch()) {
        await()
            .atMost(ServerProcess.START_LIMIT)
            .pollInterval(20, TimeUnit.MILLISECONDS)
            .until(() -> !server.isAlive() || accepts(address, refused));

        String name = TestBed.name("first");
        TestClient client =
            TestClient.connect(bed.loop(), address, bed.certified(name), bed.rules());
        TestClient.await(client.ask(Request.Ping::new, Answer.Empty.class));
        client.register(name, TestBed.PASSWORD).login(name, TestBed.PASSWORD);
        assertThat(refused).as("attempts before").hasPositiveValue();
        assertThat(server.awaitLine(line -> line.startsWith("ready: "), Duration.ofSeconds(30)))
            .hasValueSatisfying(line -> assertThat(line).contains(":" + address.getPort()));
      }
    }
  }

  private static boolean accepts(InetSocketAddress address, AtomicInteger refused)
      throws IOException {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      return socket.isConnected();
    } catch (ConnectException _) {
      refused.incrementAndGet();
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  @Test
  void portInUseIsReportedWithWhatToDo(TestBed running) throws Exception {
    try (TestBed bed = TestBed.prepared();
        RunningProcess server = bed.launch().port(running.server().address().getPort()).launch()) {

      assertThat(server.awaitExit(ServerProcess.START_LIMIT)).isEqualTo(1);
      assertThat(server.err().lines())
          .hasSize(2)
          .first()
          .asString()
          .startsWith("securechat: ")
          .contains(Integer.toString(running.server().address().getPort()));
      assertThat(server.err().text()).contains("choose another port");
    }
  }

  @Test
  void dataInUseByAnotherServerIsReportedInOneLine(TestBed running) {
    try (RunningProcess second = running.launch().launch()) {
      assertThat(second.awaitExit(ServerProcess.START_LIMIT)).isEqualTo(1);
      assertThat(second.err().lines())
          .singleElement()
          .asString()
          .startsWith("securechat: ")
          .contains(running.folder().resolve("data").toString());
    }
  }

  @Test
  void missingReceiptKeyIsReportedAndNoPortOpens() throws Exception {
    try (TestBed bed = TestBed.prepared()) {
      Path key = bed.pki().root().resolve("issued/receipt.key");
      Files.delete(key);
      try (RunningProcess server = bed.launch().with("--verbose").launch()) {
        assertThat(server.awaitExit(ServerProcess.START_LIMIT)).isEqualTo(1);
        assertThat(server.out().text()).doesNotContain("ready:");
        assertThat(server.err().lines())
            .as("said before anything is started")
            .singleElement()
            .asString()
            .startsWith("securechat: " + key + " is missing; make it with: securechat pki issue");
      }
    }
  }

  @Test
  void plainHttpIsRefused(TestBed running) {
    URI plain = URI.create(running.server().health().toString().replace("https:", "http:"));

    assertThatThrownBy(() ->
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(plain).timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.discarding()))
        .isInstanceOf(IOException.class);
  }

  private static final Map<String, Set<String>> CHECKS =
      Map.of(
          "/live", Set.of("process", "writer", "delivery"),
          "/ready", Set.of("accepting", "database", "ledger", "revocation", "disk"),
          "/started", Set.of("started"));

  @Test
  void healthIsPublicAndShowsOnlyTheStatus(TestBed running) throws Exception {
    Set<String> all = new TreeSet<>();
    for (Map.Entry<String, Set<String>> page : CHECKS.entrySet()) {
      assertThat(publicChecks(running, page.getKey())).isEqualTo(page.getValue());
      all.addAll(page.getValue());
    }
    assertThat(publicChecks(running, "")).isEqualTo(all);
  }

  /** The names on a page that needs no login, all of them up and without details. */
  private static Set<String> publicChecks(TestBed running, String page) throws Exception {
    HttpResponse<String> health =
        running
            .http()
            .send(
                HttpRequest.newBuilder(URI.create(running.server().health() + page)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(health.statusCode()).as(page).isEqualTo(200);
    Set<String> names = new TreeSet<>();
    for (JsonNode check : Json.MAPPER.readTree(health.body()).get("checks")) {
      assertThat(check.get("status").asText()).as(health.body()).isEqualTo("UP");
      assertThat(check.path("data")).as("details for everybody: %s", check).isEmpty();
      names.add(check.get("name").asText());
    }
    return names;
  }

  @Test
  void healthDetailsNeedARole(TestBed running) throws Exception {
    JsonNode health =
        Json.MAPPER.readTree(AdminCaller.enrolled(running, "operator").get("/health").body());

    assertThat(health.get("up").asBoolean()).isTrue();
    Map<String, Set<String>> kinds = new TreeMap<>();
    Map<String, JsonNode> found = new TreeMap<>();
    for (JsonNode check : health.get("checks")) {
      kinds
          .computeIfAbsent("/" + check.get("kind").asText(), kind -> new TreeSet<>())
          .add(check.get("name").asText());
      found.put(check.get("name").asText(), check.get("data"));
    }
    assertThat(kinds).isEqualTo(CHECKS);
    assertThat(found.get("disk").get("free_bytes").asLong()).isPositive();
    assertThat(found.get("database").has("answer_ms")).isTrue();
    assertThat(found.get("ledger").get("state").asText()).isNotEmpty();
    assertThat(found.get("revocation").get("next_update").asText()).startsWith("20").endsWith("Z");
  }

  /** How busy a server is tells who talks when. */
  @Test
  void metricsNeedAuthentication(TestBed running) throws Exception {
    for (String path : new String[] {"/api/v1/metrics", "/metrics"}) {
      HttpResponse<String> answer =
          running
              .http()
              .send(
                  HttpRequest.newBuilder(running.server().admin(path)).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path).isIn(401, 403, 404);
      assertThat(answer.body()).as(path).doesNotContain("securechat_", "jvm_");
    }
  }
}
