package org.securechat.it.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.KeyKind;
import org.securechat.it.client.Https;
import org.securechat.it.client.RawPeer;
import org.securechat.it.client.RequestRefusedException;
import org.securechat.it.client.TestClient;
import org.securechat.it.secondlanguage.Python;
import org.securechat.it.secondlanguage.Python.Run;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.HaProxy;
import org.securechat.it.testbed.Refusals;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.FrameType;

/**
 * One user, or one address, that asks for as much as it can, with an honest user beside it who is
 * served while the attack goes on. How fast is printed and decides nothing.
 */
class FairnessIT {
  private static final Pattern READY =
      Pattern.compile("classic: login on \\S+:(\\d+)(?: \\S+)*, chat .*");
  private static final boolean IPV6 = hasIpv6();
  private static final int FAILURES = 3;
  private static final int CONNECTIONS = 4;
  private static final int SEARCHING = 20;

  private static TestBed bed;
  private static String classicPort;

  private static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @BeforeAll
  static void serve() {
    bed =
        TestBed.bare()
            .with("SECURECHAT_LOGIN_FAILURES_PER_ADDRESS", "" + FAILURES)
            .with("SECURECHAT_PROXY_NETWORKS", HaProxy.ADDRESS);
    classicPort =
        bed.start(
                "--classic",
                "--classic-login-port",
                "0",
                "--classic-chat-port",
                "0",
                "--bind",
                IPV6 ? "127.0.0.1,[::1]" : "127.0.0.1")
            .process()
            .awaitLine(line -> line.startsWith("classic: "), Duration.ofSeconds(10))
            .map(READY::matcher)
            .filter(Matcher::matches)
            .orElseThrow()
            .group(1);
  }

  @AfterAll
  static void stop() {
    if (bed != null) {
      bed.close();
    }
  }

  /** A room of 200 long lines of the one, in which both are. */
  private static String longRoom(Person author, Person guest) {
    String room = TestBed.name("long");
    author.client().create(room, Visibility.PUBLIC);
    guest.client().join(room);
    List<CompletableFuture<Answer.SentAnswer>> lines =
        Stream.generate(() -> author.client().say(room, "x".repeat(1_000))).limit(200).toList();
    lines.forEach(TestClient::await);
    return room;
  }

  /** What people do most, and how long each took. */
  private static List<Duration> usual(Person honest, String room) {
    return List.of(
        time(() -> ping(honest.client())),
        time(() -> honest.client().say(room, "hello")),
        time(() -> history(honest.client(), room)));
  }

  @Test
  void slowReadsOfOneUserHoldUpNobody() throws Exception {
    Person mallory = bed.person("mallory");
    Person honest = bed.person("honest");
    String room = longRoom(mallory, honest);

    Attack attack = new Attack();
    for (int i = 0; i < CONNECTIONS; i++) {
      TestClient receipts = bed.login(mallory);
      attack.repeat(() -> receipts.receipt(room));
      TestClient histories = bed.login(mallory);
      attack.repeat(() -> TestClient.await(history(histories, room)));
    }
    attack.hear(2 * CONNECTIONS);

    List<Duration> took = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      took.addAll(usual(honest, room));
    }
    assertThat(honest.client().receipt(room)).isNotNull();

    attack.hear(2 * CONNECTIONS); // It was going on all the time.
    attack.end();
    print("slow reads", took);
  }

  @Test
  void searchesOfOneUserHoldUpNobody() throws Exception {
    Person mallory = bed.person("mallory");
    Person honest = bed.person("honest");
    String room = longRoom(mallory, honest);

    Attack attack = new Attack();
    for (int i = 0; i < SEARCHING; i++) {
      TestClient searching = bed.login(mallory);
      attack.repeat(() -> TestClient.await(search(searching, room)));
    }
    attack.hear(2 * SEARCHING);

    List<Duration> took = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      took.addAll(usual(honest, room));
      took.add(time(() -> search(honest.client(), room)));
    }

    attack.hear(2 * SEARCHING); // It was going on all the time.
    attack.end();
    print("searches", took);
  }

  @Test
  void wrongClassicLoginsWithAPublicCertificateHoldUpNobodyBehindTheSameAddress() throws Exception {
    Optional<Python> python = Python.installed();
    assumeTrue(python.isPresent(), "Python with the package cryptography is not installed");
    AdminCaller administrator = AdminCaller.enrolled(bed, "auditor");
    String mallory = certified("mallory");
    String alice = certified("alice");
    assertThat(classic(python.get(), alice, alice, "register").output()).contains("registered");
    AtomicInteger victims = new AtomicInteger();
    await()
        .atMost(TestClient.LIMIT)
        .until(
            () -> guess(python.get(), mallory, "victim" + victims.incrementAndGet()),
            answer -> answer.contains("too many attempts"));

    assertThat(classic(python.get(), alice, alice, "login").output()).contains("\"ok\"");
    bed.person("newcomer");
    assertThat(administrator.get("/me").statusCode()).isEqualTo(200);
  }

  @Test
  void wrongNamesAtTheAdministrationHoldUpNoAdministratorBehindTheSameAddress() throws Exception {
    AdminCaller administrator = AdminCaller.enrolled(bed, "auditor");
    for (int i = 0; i < FAILURES; i++) {
      AdminCaller.anonymous(bed).as(TestBed.name("nobody"), "wrong password").get("/me");
    }
    AdminCaller stranger = AdminCaller.anonymous(bed).as("nobody", "wrong password");
    Queue<Integer> strange = new ConcurrentLinkedQueue<>();
    Attack attack = new Attack();
    for (int i = 0; i < CONNECTIONS; i++) {
      attack.repeat(() -> strange.add(stranger.get("/me").statusCode()));
    }
    attack.hear(2 * CONNECTIONS);

    List<Duration> took = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      long before = System.nanoTime();
      assertThat(administrator.get("/me").statusCode()).isEqualTo(200);
      took.add(Duration.ofNanos(System.nanoTime() - before));
    }
    assertThat(AdminCaller.enrolled(bed, "auditor").get("/me").statusCode()).isEqualTo(200);

    attack.hear(2 * CONNECTIONS);
    attack.end();
    assertThat(strange).contains(429);
    print("the administration", took);
  }

  @Test
  void handshakesAndSlowRequestsAtTheAdministrationKeepNoAdministratorOut() throws Exception {
    AdminCaller administrator = AdminCaller.enrolled(bed, "auditor");
    Person honest = bed.person("honest");
    String room = TestBed.name("room");
    honest.client().create(room, Visibility.PUBLIC);
    // What a server and a client that have just begun still prepare is no part of the attack.
    assertThat(fresh(administrator).get("/me").statusCode()).isEqualTo(200);
    URI server = bed.server().health();
    SSLSocketFactory tls = Https.context(bed.pki().root()).getSocketFactory();
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      slow.add(new Socket(server.getHost(), server.getPort()));
    }
    Attack attack = new Attack();
    for (int i = 0; i < CONNECTIONS; i++) {
      attack.repeat(() -> {
        try (SSLSocket socket = (SSLSocket) tls.createSocket(server.getHost(), server.getPort())) {
          socket.startHandshake();
        } catch (IOException e) {
          // Another one has taken its place.
        }
        return null;
      });
    }
    attack.hear(2 * CONNECTIONS);

    List<Duration> took = new ArrayList<>();
    List<Duration> chat = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      AdminCaller fresh = fresh(administrator);
      long before = System.nanoTime();
      assertThat(fresh.get("/me").statusCode()).isEqualTo(200);
      took.add(Duration.ofNanos(System.nanoTime() - before));
      chat.add(time(() -> honest.client().say(room, "hello")));
    }
    attack.hear(2 * CONNECTIONS);
    attack.end();
    for (Socket socket : slow) {
      socket.close();
    }
    print("handshakes with the administration", took);
    print("handshakes with the administration, in the chat", chat);
  }

  /** The same administrator with a connection of its own. */
  private static AdminCaller fresh(AdminCaller administrator) throws Exception {
    return new AdminCaller(
        Https.trusting(bed.pki().root()), administrator.base(), administrator.authorization());
  }

  @Test
  void passwordKeyThatTheServerWouldNotComputeIsNotRegistered() {
    String name = TestBed.name("costly");
    TestClient client = bed.connect(bed.certified(name));
    KdfParameters costly = new KdfParameters(262_144, 10, 4);

    assertThatThrownBy(() ->
            TestClient.await(
                client.ask(
                    id ->
                        new Request.Register(
                            id, name, new byte[16], costly, SecretBytes.random(32)),
                    Answer.Empty.class)))
        .isInstanceOfSatisfying(
            RequestRefusedException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  /** The balancer checks all the time whether the server lives, which is on record nowhere. */
  @Test
  void behindABalancerRecordsHaveTheAddressBehindIt() throws Exception {
    assumeTrue(HaProxy.installed().isPresent(), "Debian's package haproxy is not installed");
    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    Person alice = bed.person("alice");
    Credentials mallory = bed.certified(TestBed.name("mallory"));
    long faults = proxyFaults();
    try (HaProxy balancer = HaProxy.before(bed.server().address(), bed.folder())) {
      for (InetSocketAddress way : List.of(balancer.version1(), balancer.version2())) {
        String near = "127.0.0.7" + (way.equals(balancer.version1()) ? 1 : 2);
        assertThat(refusal(near, way, mallory, alice.name())).isNotEmpty();
        await()
            .atMost(TestClient.LIMIT)
            .untilAsserted(() ->
                assertThat(audited(auditor, near)).contains("chat.login.failed", alice.name()));
      }
      TestClient behind =
          TestClient.connectFrom(
              "127.0.0.78", bed.loop(), balancer.version2(), alice.credentials(), bed.rules());
      behind.login(alice.name(), TestBed.PASSWORD);
      assertThat(auditor.get("/sessions?user=" + alice.name()).body()).contains("127.0.0.78");
    }
    assertThat(audited(auditor, HaProxy.ADDRESS)).doesNotContain("chat.");
    assertThat(proxyFaults()).isEqualTo(faults);
  }

  @Test
  void behindABalancerTheAddressThatGuessesIsHeldUpAndItsNeighbourIsNot() throws Exception {
    assumeTrue(HaProxy.installed().isPresent(), "Debian's package haproxy is not installed");
    String guesser = "127.0.0.81";
    String neighbour = "127.0.0.82";
    Credentials mallory = bed.certified(TestBed.name("mallory"));
    byte[] forged =
        ("PROXY TCP4 " + neighbour + " 127.0.0.1 7 8\r\n").getBytes(StandardCharsets.US_ASCII);
    try (HaProxy balancer = HaProxy.before(bed.server().address(), bed.folder())) {
      await()
          .atMost(TestClient.LIMIT)
          .until(() -> guess(guesser, balancer.version2(), mallory), "rate_limited"::equals);
      // Neither another certificate helps, nor a header of one's own, from here or from elsewhere.
      assertThat(guess(guesser, balancer.version1(), bed.certified(TestBed.name("another"))))
          .isEqualTo("rate_limited");
      for (int i = 0; i <= FAILURES; i++) {
        for (InetSocketAddress way : List.of(balancer.version1(), bed.server().address())) {
          try (RawPeer peer = RawPeer.connectFrom(guesser, way)) {
            peer.send(forged);
            assertThat(peer.untilClosed()).containsExactly("too_large");
          }
        }
      }
      assertThat(guess(guesser, balancer.version2(), mallory)).isEqualTo("rate_limited");
      assertThat(guess(neighbour, balancer.version2(), mallory)).isEqualTo("bad_credentials");
      assertThat(guess(neighbour, balancer.version1(), mallory)).isEqualTo("bad_credentials");
    }
  }

  /** Each time for somebody else's account. */
  private static String guess(String from, InetSocketAddress way, Credentials stranger) {
    return refusal(from, way, stranger, TestBed.name("victim"));
  }

  private static long proxyFaults() {
    return bed.server().process().err().lines().stream()
        .filter(line -> line.contains("SC-C014"))
        .count();
  }

  private static String refusal(
      String from, InetSocketAddress way, Credentials stranger, String name) {
    try (TestClient client = TestClient.connectFrom(from, bed.loop(), way, stranger, bed.rules())) {
      return Refusals.of(() -> client.login(name, "a guess"));
    }
  }

  private static String audited(AdminCaller auditor, String source) throws Exception {
    return auditor.get("/audit?source=" + source).body();
  }

  @Test
  void forgedHeaderFromElsewhereHasNoEffectAndAMissingOneIsRefused() throws Exception {
    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    byte[] forged =
        "PROXY TCP4 192.0.2.99 198.51.100.1 7 8\r\n".getBytes(StandardCharsets.US_ASCII);
    try (RawPeer peer = RawPeer.connect(bed.server().address())) {
      peer.send(forged);
      assertThat(peer.untilClosed()).containsExactly("too_large");
    }
    try (RawPeer balancer = RawPeer.connectFrom(HaProxy.ADDRESS, bed.server().address())) {
      balancer.send(FrameType.CLIENT_HELLO, "no header before it");
      assertThat(balancer.untilClosed()).containsExactly("bad_frame");
    }
    // The port of classic clients, in whose protocol each line is a message.
    try (Socket socket =
        new Socket(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(classicPort))) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(forged);
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("BAD_MESSAGE");
    }
    // The port for administration reads neither these headers nor those of HTTP.
    AdminCaller stranger = AdminCaller.anonymous(bed).as(TestBed.name("nobody"), "wrong password");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(stranger.base() + "/me"))
            .header("Authorization", stranger.authorization())
            .header("X-Forwarded-For", "192.0.2.99")
            .header("Forwarded", "for=192.0.2.99")
            .header("X-Real-IP", "192.0.2.99")
            .build();
    assertThat(stranger.http().send(request, BodyHandlers.ofString()).statusCode()).isIn(401, 429);
    await()
        .atMost(TestClient.LIMIT)
        .until(() -> audited(auditor, "127.0.0.1").contains("administrator.login.failed"));
    assertThat(audited(auditor, "192.0.2.99")).doesNotContain("login");
  }

  @Test
  void allPortsAreServedOnBothKindsOfAddresses() throws Exception {
    assumeTrue(IPV6, "this machine has no IPv6");
    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    String name = TestBed.name("six");
    InetSocketAddress chat =
        new InetSocketAddress(InetAddress.ofLiteral("::1"), bed.server().address().getPort());
    TestClient client = TestClient.connect(bed.loop(), chat, bed.certified(name), bed.rules());
    client.register(name, TestBed.PASSWORD).login(name, TestBed.PASSWORD);
    assertThat(auditor.get("/audit?source=::1").body()).contains("user.register", name);

    try (Socket socket = new Socket(InetAddress.ofLiteral("::1"), Integer.parseInt(classicPort))) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write("{}\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("BAD_MESSAGE");
    }
    URI health = URI.create("https://[::1]:" + bed.server().health().getPort() + "/health");
    assertThat(bed.server().process().out().text()).contains(health.toString());
    assertThat(
            bed.http()
                .send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(200);
  }

  private static CompletableFuture<Answer.HistoryAnswer> history(TestClient client, String room) {
    return client.ask(id -> new Request.History(id, room, 0, 100), Answer.HistoryAnswer.class);
  }

  /** For a word of one letter, which no index helps with, and which is nowhere. */
  private static CompletableFuture<Answer.SearchAnswer> search(TestClient client, String room) {
    return client.ask(
        id ->
            new Request.Search(
                id, room, Optional.of("q"), Optional.empty(), OptionalLong.empty(), 100),
        Answer.SearchAnswer.class);
  }

  private static CompletableFuture<Answer.Empty> ping(TestClient client) {
    return client.ask(Request.Ping::new, Answer.Empty.class);
  }

  private interface Asking {
    CompletableFuture<?> ask();
  }

  private static Duration time(Asking request) {
    long before = System.nanoTime();
    TestClient.await(request.ask());
    return Duration.ofNanos(System.nanoTime() - before);
  }

  private static void print(String attack, List<Duration> took) {
    List<Duration> sorted = took.stream().sorted().toList();
    System.out.printf(
        "beside an attack by %s: first %d ms, p50 %d ms, p99 %d ms of %d requests%n",
        attack,
        took.getFirst().toMillis(),
        sorted.get(sorted.size() / 2).toMillis(),
        sorted.get(sorted.size() * 99 / 100).toMillis(),
        sorted.size());
  }

  private static String certified(String stem) throws Exception {
    String name = TestBed.name(stem);
    bed.pki()
        .issueFiles(
            name,
            CertificateKind.CLIENT,
            order -> order.withKey(KeyKind.RSA2048).withEmail(name + "@example.org"));
    return name;
  }

  private static String guess(Python python, String certificate, String name) throws Exception {
    return classic(python, certificate, name, "login").output();
  }

  /** A classic client with one person's certificate and the name of one whom it says it is. */
  private static Run classic(Python python, String certificate, String name, String command)
      throws Exception {
    Path password = bed.folder().resolve("classic-password");
    Files.writeString(password, TestBed.PASSWORD);
    Path issued = bed.pki().root().resolve("issued");
    return python.script(
        "classic_client.py",
        "--login-port",
        classicPort,
        "--ca",
        bed.pki().authorityFile().toString(),
        "--cert",
        issued.resolve(certificate + ".pem").toString(),
        "--key",
        issued.resolve(certificate + ".key").toString(),
        "--email",
        name,
        "--username",
        name,
        "--password-file",
        password.toString(),
        command);
  }

  /** Does the same again and again, whatever comes of it, until it is ended. */
  private static final class Attack {
    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();

    private interface Step {
      Object take() throws Exception;
    }

    void repeat(Step step) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                while (!enough.get()) {
                  try {
                    step.take();
                  } catch (RequestRefusedException e) {
                    // That is an answer, too.
                  } catch (Exception e) {
                    return;
                  }
                  answers.incrementAndGet();
                }
              }));
    }

    /** Waits for that many more answers. */
    void hear(int more) {
      int before = answers.get();
      await().atMost(TestClient.LIMIT).until(() -> answers.get() >= before + more);
    }

    void end() throws InterruptedException {
      enough.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }
}
