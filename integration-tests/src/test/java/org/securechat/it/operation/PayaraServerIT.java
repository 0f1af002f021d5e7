package org.securechat.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.it.client.ClientLoop;
import org.securechat.it.client.Https;
import org.securechat.it.client.TestClient;
import org.securechat.it.client.Trust;
import org.securechat.it.process.Asadmin;
import org.securechat.it.process.Installation;
import org.securechat.it.process.PayaraDomain;
import org.securechat.it.process.ResourceSnapshot;
import org.securechat.it.testbed.ClientProcess;
import org.securechat.it.testbed.Folders;
import org.securechat.it.testbed.TestBed;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;

/** The enterprise archive, as it is, on Payara Server: with the profile {@code payara-server}. */
@EnabledIfSystemProperty(named = "securechat.payara.server", matches = ".+")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PayaraServerIT {

  private static final int REDEPLOYMENTS = 10;
  private static final Duration SETTLED = Duration.ofSeconds(90);

  /**
   * Until JDK 18, {@code java.lang.runtime.ObjectMethods} remembers the class of the record that
   * was last compared, and with it one application that has gone.
   */
  private static final int KEPT_BY_THE_JDK = 1;

  /**
   * A thread of the server keeps a reference to the code that made the pool grow, for permissions
   * that no code asks for any more; the pool keeps its first five.
   */
  private static final String WORKERS = "orb-thread-pool-N (pool #N): worker-N";

  private final Path folder = Folders.create();
  private final ClientLoop loop = new ClientLoop();
  private PkiFolder pki;
  private CertificateRules rules;
  private PayaraDomain domain;
  private Asadmin asadmin;
  private InetSocketAddress chat;

  @BeforeAll
  void startServer() throws Exception {
    pki = PkiFolder.withServer(folder.resolve("pki"));
    rules = Trust.in(pki.root());
    chat = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), freePort());
    Path payara = Path.of(System.getProperty("securechat.payara.server")).toAbsolutePath();
    domain = PayaraDomain.create(folder, payara);
    domain.start();
    asadmin = domain.asadmin();
    domain.speakHttps(pki.root());
    asadmin.run(
        "create-system-properties",
        "securechat.pki=%s:securechat.data=%s:securechat.port=%d"
            .formatted(pki.root(), folder.resolve("data"), chat.getPort()));
  }

  @AfterAll
  void stopServer() {
    loop.close();
    if (domain != null) {
      domain.close();
    }
    Folders.delete(folder);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private void deploy() {
    asadmin.run("deploy", Installation.ear().toString());
  }

  private void undeploy() {
    asadmin.run("undeploy", "securechat");
  }

  @AfterEach
  void undeployLeftoversOfAFailedTest() {
    if (asadmin.run("list-applications").stream().anyMatch(line -> line.startsWith("securechat"))) {
      undeploy();
    }
  }

  @Test
  void usersChatAndTheirReceiptVerifies() throws Exception {
    pki.client("alice");
    deploy();
    Path evidence = folder.resolve("evidence");
    good("register");
    good("login");
    good("create", "desk");
    good("send", "--room", "desk", "ten", "crates");
    assertThat(good("history", "--room", "desk")).contains("ten crates");
    good("receipt", "--room", "desk", "--out", evidence.toString());
    good("verify", evidence.toString(), "--ca", pki.authorityFile().toString());
    administer();
    undeploy();
  }

  /** Over HTTPS, as an administrator who was created on the machine, and without login. */
  private void administer() throws Exception {
    String server = "https://127.0.0.1:" + domain.httpsPort();
    Map<String, String> root =
        Map.of(
            "SECURECHAT_ADMIN_USER",
            "root",
            "SECURECHAT_ADMIN_PASSWORD",
            TestBed.PASSWORD,
            "SECURECHAT_ADMIN_SERVER",
            server,
            "SECURECHAT_PKI",
            pki.root().toString());
    run(root, "admin", "create", "root", "--data", folder.resolve("data").toString());

    assertThat(run(root, "admin", "users", "list")).contains("alice");
    assertThat(run(root, "admin", "rooms", "list")).contains("desk");
    assertThat(run(root, "admin", "health")).contains("ledger");
    assertThat(get(server + "/api/v1/users").statusCode()).isEqualTo(401);
    assertThat(get(server + "/health").body()).contains("{\"name\":\"ledger\",\"status\":\"UP\"");
  }

  private HttpResponse<String> get(String uri) throws Exception {
    return Https.trusting(pki.root())
        .send(
            HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private String good(String... arguments) {
    Map<String, String> alice =
        Map.of(
            "SECURECHAT_USER",
            "alice",
            "SECURECHAT_PASSWORD",
            TestBed.PASSWORD,
            "SECURECHAT_SERVER",
            chat.getHostString() + ":" + chat.getPort(),
            "SECURECHAT_PKI",
            pki.root().toString(),
            "SECURECHAT_HOME",
            folder.resolve("home").toString());
    return run(alice, arguments);
  }

  private String run(Map<String, String> environment, String... arguments) {
    ClientProcess.Result result = ClientProcess.run(folder, environment, arguments);
    assertThat(result.exit())
        .as("%s%n%s%n%s", String.join(" ", arguments), result.out(), result.err())
        .isZero();
    return result.out();
  }

  @Test
  void tenRedeploymentsLeakNoThreadSocketFileOrClassLoader() throws Exception {
    Credentials bob = Trust.credentials(pki.client("bob"));
    deploy();
    try (TestClient client = TestClient.connect(loop, chat, bob, rules)) {
      client.register("bob", TestBed.PASSWORD).login("bob", TestBed.PASSWORD);
      client.create("again", Visibility.PUBLIC);
    }
    undeploy();
    ResourceSnapshot before = ResourceSnapshot.of(domain.process(), folder);

    for (int i = 1; i <= REDEPLOYMENTS; i++) {
      deploy();
      try (TestClient client = TestClient.connect(loop, chat, bob, rules)) {
        client.login("bob", TestBed.PASSWORD);
        TestClient.await(client.say("again", "round " + i));
        assertThat(client.history("again", 0))
            .as("what was said before is there")
            .hasSizeGreaterThan(i);
        undeploy();
        assertThat(client.ending().closed()).as("told in good order: %s", client.ending()).isTrue();
      }
      assertThatThrownBy(() -> new Socket(chat.getAddress(), chat.getPort()).close())
          .isInstanceOf(ConnectException.class);
    }

    await().atMost(SETTLED).untilAsserted(() -> assertThatNothingIsLeft(before));
  }

  private void assertThatNothingIsLeft(ResourceSnapshot before) {
    ResourceSnapshot after = ResourceSnapshot.of(domain.process(), folder);
    SoftAssertions all = new SoftAssertions();
    all.assertThat(after.threads().keySet())
        .as("threads")
        .noneMatch(name -> THREADS.stream().anyMatch(name::startsWith));
    all.assertThat(after.listening()).as("listening ports").isEqualTo(before.listening());
    all.assertThat(after.files()).as("files").noneMatch(file -> file.contains("/data/"));
    // The server and its JDK open one of their own now and then; a leak would be one a round.
    all.assertThat(after.sockets()).as("sockets").isLessThan(before.sockets() + REDEPLOYMENTS / 2);
    all.assertThat(after.instances().keySet()).as("objects").doesNotContainAnyElementsOf(OBJECTS);
    all.assertThat(after.loaders())
        .as("class loaders, with the threads %s", after.threads())
        .isLessThanOrEqualTo(KEPT_BY_THE_JDK + after.threads().getOrDefault(WORKERS, 0))
        .isLessThan(REDEPLOYMENTS / 2);
    all.assertAll();
  }

  /** What the application, Netty, H2 and Flyway call their threads. */
  private static final Set<String> THREADS =
      Set.of("securechat", "netty", "globalEventExecutor", "MVStore", "H2 ", "Flyway");

  /** What an application that runs has, and one that has gone must not have. */
  private static final Set<String> OBJECTS =
      Set.of(
          "org.securechat.connector.Activation",
          "org.securechat.connector.PeerConnection",
          "org.securechat.server.delivery.Delivery",
          "org.securechat.server.ledger.TranscriptLedger",
          "org.securechat.server.ledger.LedgerWriter",
          "io.netty.channel.socket.nio.NioServerSocketChannel",
          "io.netty.channel.socket.nio.NioSocketChannel");
}
