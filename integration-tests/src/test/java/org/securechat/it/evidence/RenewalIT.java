package org.securechat.it.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.it.client.Https;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.Folders;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.classic.ClassicCertificate;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.json.Json;

/**
 * All certificates of a server are renewed while people talk: nothing that cannot be used comes
 * into use, nobody notices what does, and the record verifies across all of it.
 */
class RenewalIT {
  private static final Pattern CLASSIC =
      Pattern.compile("classic: login on \\S+:(\\d+), chat on \\S+:(\\d+) .*");

  @TempDir private Path folder;
  private TestBed bed;
  private Path issued;
  private Matcher classic;
  private String classicPem;
  private AdminCaller operator;

  @Test
  void everyCertificateIsRenewedWhilePeopleTalk() throws Exception {
    try (TestBed started = TestBed.bare()) {
      bed = started;
      startClassic();
      issued = bed.pki().root().resolve("issued");
      classicPem = classicClient();
      operator = AdminCaller.enrolled(bed, "operator");
      AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
      AllVerifiers verifiers = new AllVerifiers(bed.pki().authorityFile());
      Person alice = bed.person("alice");
      Person bob = bed.person("bob");
      String room = TestBed.name("room");
      alice.client().create(room, Visibility.PUBLIC);
      bob.client().join(room);
      ServerMessage.ReceiptMessage before = alice.client().receipt(room);

      try (Talk talk = new Talk(alice.client(), room)) {
        talk.hear(20);
        whatCannotBeUsedChangesNothing(bob, alice);
        talk.hear(20);
        everythingIsRenewed(bob, alice, room, before);
        talk.hear(20);
        assertThat(talk.failures).as("sessions go on, and every message is taken").isEmpty();
        talk.end();
        await()
            .atMost(TestClient.LIMIT)
            .untilAsserted(
                () -> assertThat(bob.client().room(room).texts()).hasSize(talk.answered.get()));
      }
      TestClient.await(bob.client().ask(Request.Ping::new, Answer.Empty.class));
      // The audit log is written beside what goes on record in it.
      await()
          .atMost(TestClient.LIMIT)
          .untilAsserted(() ->
              assertThat(auditor.get("/audit?action=server.certificate").body())
                  .contains("\"server\"", "\"receipt\"", "\"classic\""));

      ServerMessage.ReceiptMessage after = alice.client().receipt(room);
      assertThat(signer(after)).isNotEqualTo(signer(before));
      alice.client().verify(before, bed.rules());
      alice.client().verify(after, bed.rules());
      SoftAssertions every = new SoftAssertions();
      verifiers.accept(bundle(auditor, room, "before a restart"), "before a restart", every);
      assertThat(bed.server().stop()).isZero();
      bed.start();
      TestClient.await(bed.login(alice).say(room, "the former certificate is known"));
      verifiers.accept(
          bundle(AdminCaller.enrolled(bed, "auditor"), room, "after it"), "after it", every);
      every.assertAll();
    }
  }

  private void startClassic() {
    classic =
        bed.start("--classic", "--classic-login-port", "0", "--classic-chat-port", "0")
            .process()
            .awaitLine(line -> line.startsWith("classic: "), Duration.ofSeconds(10))
            .map(CLASSIC::matcher)
            .filter(Matcher::matches)
            .orElseThrow();
  }

  private void whatCannotBeUsedChangesNothing(Person bob, Person alice) throws Exception {
    List<String> shown = shown(bob, alice);
    Path kept = Files.createDirectory(folder.resolve("kept"));
    for (String name : List.of("server.pem", "server.key", "receipt.pem", "receipt.key")) {
      Files.copy(issued.resolve(name), kept.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }
    byte[] whole = Files.readAllBytes(issued.resolve("server.pem"));
    Files.write(issued.resolve("server.pem"), Arrays.copyOf(whole, whole.length / 4));
    told("server", "cannot be used");
    assertThat(shown(bob, alice)).as("a half-written file").isEqualTo(shown);

    CertificateFiles foreign =
        new PkiFolder(folder.resolve("stranger"))
            .issueFiles("server", CertificateKind.SERVER, order -> order.withKey(KeyKind.RSA2048));
    replace(foreign.certificate(), "server.pem");
    replace(foreign.key(), "server.key");
    told("server", "is of no authority in ca.pem");
    assertThat(shown(bob, alice)).as("a certificate of nobody's").isEqualTo(shown);

    replace(issued.resolve(alice.name() + ".pem"), "receipt.pem");
    told("receipt", "receipt.pem");
    assertThat(shown(bob, alice)).as("a user's certificate").isEqualTo(shown);

    for (String name : List.of("server.pem", "server.key", "receipt.pem", "receipt.key")) {
      replace(kept.resolve(name), name);
    }
    await()
        .atMost(TestClient.LIMIT)
        .untilAsserted(() ->
            assertThat(operator.get("/metrics").body())
                .contains("securechat_certificate_renewal_failed{certificate=\"server\"} 0.0")
                .contains("securechat_certificate_renewal_failed{certificate=\"receipt\"} 0.0"));
  }

  /** In the log, in health and in the metrics. */
  private void told(String use, String reason) {
    await()
        .atMost(TestClient.LIMIT)
        .untilAsserted(() -> {
          assertThat(bed.server().process().err().text())
              .containsPattern("SC-S023.*the renewed " + use + ".*" + Pattern.quote(reason));
          assertThat(operator.get("/health").body()).contains("\"renewal\"", reason);
          assertThat(operator.get("/metrics").body())
              .contains("securechat_certificate_renewal_failed{certificate=\"" + use + "\"} 1.0");
        });
  }

  private void everythingIsRenewed(
      Person bob, Person alice, String room, ServerMessage.ReceiptMessage before) throws Exception {
    List<String> shown = shown(bob, alice);
    bed.pki().issueFiles("server", CertificateKind.SERVER, CertificateOrder::replacing);
    bed.pki()
        .issueFiles(
            "classic", CertificateKind.SERVER, order -> order.withKey(KeyKind.RSA2048).replacing());
    bed.pki().issueFiles("receipt", CertificateKind.RECEIPT, CertificateOrder::replacing);
    String server = sha256("server.pem");
    String forClassic = sha256("classic.pem");
    // The last is of a session that was there.
    List<String> renewed = List.of(server, server, forClassic, forClassic, shown.getLast());
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> {
          assertThat(shown(bob, alice)).isEqualTo(renewed);
          assertThat(signer(alice.client().receipt(room))).isNotEqualTo(signer(before));
        });
    assertThat(operator.get("/me").statusCode()).as("its connection goes on").isEqualTo(200);
  }

  /** To new connections at the chat, the administration and both classic ports; to an old one. */
  private List<String> shown(Person fresh, Person old) throws Exception {
    TestClient client = bed.login(fresh);
    String chat = client.channel().peer().certificateSha256();
    client.close();
    return List.of(
        chat,
        administration(),
        classic(1, "hello", ",\"nonce\":\"AAAA\""),
        classic(2, "cert", ""),
        old.client().channel().peer().certificateSha256());
  }

  private String administration() throws Exception {
    URI at = bed.server().health();
    try (SSLSocket socket =
        (SSLSocket)
            Https.context(bed.pki().root())
                .getSocketFactory()
                .createSocket(at.getHost(), at.getPort())) {
      socket.setSoTimeout(30_000);
      socket.startHandshake();
      return DerCertificate.sha256(
          DerCertificate.parse(socket.getSession().getPeerCertificates()[0].getEncoded())
              .orElseThrow());
    }
  }

  private String classic(int port, String type, String more) throws Exception {
    String greeting = "{\"type\":\"" + type + "\",\"cert\":" + classicPem + more + "}\n";
    try (Socket socket =
        new Socket(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(classic.group(port)))) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(greeting.getBytes(StandardCharsets.UTF_8));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String answer = in.readLine();
      ObjectNode read = Json.parse(answer.getBytes(StandardCharsets.UTF_8));
      assertThat(read.hasNonNull("cert")).as(answer).isTrue();
      return DerCertificate.sha256(
          ClassicCertificate.parse(Base64.getDecoder().decode(read.get("cert").asText())));
    }
  }

  /** A certificate as JSON has it. */
  private String classicClient() throws Exception {
    CertificateFiles own =
        bed.pki()
            .issueFiles(
                "classic-client", CertificateKind.CLIENT, order -> order.withKey(KeyKind.RSA2048));
    String pem = ClassicCertificate.encode(PemFiles.certificates(own.certificate()).getFirst());
    return Json.object().put("cert", pem).get("cert").toString();
  }

  private void replace(Path by, String name) throws IOException {
    Path next = issued.resolve(name + ".next");
    Files.copy(by, next, StandardCopyOption.REPLACE_EXISTING);
    Files.move(next, issued.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private String sha256(String name) throws IOException {
    return DerCertificate.sha256(PemFiles.certificates(issued.resolve(name)).getFirst());
  }

  private static String signer(ServerMessage.ReceiptMessage receipt) throws Exception {
    return Receipt.parse(receipt.receipt()).certificate();
  }

  private Path bundle(AdminCaller auditor, String room, String name) throws Exception {
    byte[] zip = auditor.download("/rooms/" + room + "/bundle").body();
    return Folders.unzip(
        Files.write(folder.resolve(name + ".zip"), zip), folder.resolve(name + " bundle"));
  }

  /** Somebody who says the next thing as soon as the last one is acknowledged. */
  private static final class Talk implements AutoCloseable {
    final AtomicInteger answered = new AtomicInteger();
    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final Thread thread;

    Talk(TestClient client, String room) {
      thread =
          Thread.ofVirtual()
              .start(() -> {
                while (!enough.get() && failures.isEmpty()) {
                  try {
                    TestClient.await(client.say(room, "still here"));
                    answered.incrementAndGet();
                  } catch (RuntimeException | AssertionError e) {
                    failures.add(e);
                  }
                }
              });
    }

    void hear(int more) {
      int heard = answered.get();
      await()
          .atMost(TestClient.LIMIT)
          .until(() -> answered.get() >= heard + more || !failures.isEmpty());
    }

    void end() throws InterruptedException {
      enough.set(true);
      thread.join();
    }

    @Override
    public void close() {
      enough.set(true);
    }
  }
}
