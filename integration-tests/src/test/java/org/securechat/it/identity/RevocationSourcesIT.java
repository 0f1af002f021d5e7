package org.securechat.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.pki.CertificateAuthority;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.CrlReason;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.it.client.ConnectionEnd;
import org.securechat.it.client.TestClient;
import org.securechat.it.client.Trust;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.OcspResponder;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.AlertCode;

/**
 * News of certificates that reaches the server by other ways than its own file. A server of its
 * own, because what it has been given it keeps.
 */
@BlackBox
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationSourcesIT {

  private final AtomicReference<byte[]> published = new AtomicReference<>();
  private TestBed bed;
  private HttpServer site;
  private String address;
  private OcspResponder responder;

  @BeforeAll
  void start() throws Exception {
    bed = TestBed.prepared();
    responder =
        new OcspResponder(
            Files.createDirectory(bed.folder().resolve("responder")), bed.pki().root());
    published.set(Files.readAllBytes(bed.pki().root().resolve("crl.pem")));
    site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String host = "127.0.0.1:" + site.getAddress().getPort();
    address = "http://" + host;
    serve("/ca.crl", "application/pkix-crl", question -> published.get());
    serve("/ocsp", "application/ocsp-response", responder::answer);
    site.start();
    bed.with("SECURECHAT_CRL_DISTRIBUTION", "on")
        .with("SECURECHAT_OCSP", "on")
        .with("SECURECHAT_REVOCATION_HOSTS", host)
        .with("SECURECHAT_REVOCATION_REFRESH", "PT0.5S")
        .start();
  }

  private interface Page {
    byte[] answer(byte[] question) throws IOException;
  }

  private void serve(String path, String type, Page page) {
    site.createContext(
        path,
        exchange -> {
          try (exchange) {
            byte[] answer = page.answer(exchange.getRequestBody().readAllBytes());
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
  }

  @AfterAll
  void stop() {
    site.stop(0);
    bed.close();
  }

  @Test
  void ocspResponseEndsASessionThatNoListNames() throws Exception {
    Credentials trudy =
        issued(TestBed.name("trudy"), order -> order.withOcspUrl(address + "/ocsp"));
    responder.knows(trudy.leaf());
    TestClient client = bed.connect(trudy);
    ping(client);
    Person unaffected = bed.person("unaffected");
    int asked = responder.questions();
    assertThat(asked).isPositive();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(responder.questions()).isGreaterThan(asked + 1));
    ping(client);

    responder.revoke(trudy.leaf());

    assertEnded(client);
    assertEnded(bed.connect(trudy));
    ping(unaffected.client());
  }

  @Test
  void revocationListsAreFetchedAndAcceptedFromAdministrators(@TempDir Path folder)
      throws Exception {
    Credentials mallory =
        issued(TestBed.name("mallory"), order -> order.withCrlUrl(address + "/ca.crl"));
    TestClient client = bed.connect(mallory);
    ping(client);
    Person unaffected = bed.person("unaffected");
    Person eve = bed.person("eve");

    // Revoked elsewhere: the server's own file knows nothing of it.
    CertificateAuthority elsewhere = copy(bed.pki().root(), folder.resolve("copy"));
    elsewhere.revoke(name(mallory), CrlReason.KEY_COMPROMISE);
    published.set(Files.readAllBytes(folder.resolve("copy/crl.pem")));
    assertEnded(client);

    AdminCaller root = AdminCaller.enrolled(bed, "administrator");
    String older = Files.readString(folder.resolve("copy/crl.pem"));
    elsewhere.revoke(eve.name(), CrlReason.KEY_COMPROMISE);
    assertThat(upload(root, Files.readString(folder.resolve("copy/crl.pem")))).isEqualTo(200);
    assertEnded(eve.client());
    assertThat(upload(root, older)).as("an older list").isEqualTo(409);
    PkiFolder stranger = new PkiFolder(folder.resolve("stranger"));
    assertThat(upload(root, Files.readString(stranger.root().resolve("crl.pem"))))
        .as("the list of another authority")
        .isEqualTo(400);
    assertThat(root.get("/certificates/crls").body())
        .contains("\"file\"", "\"upload\"", "\"distribution_point\"", address);
    ping(unaffected.client());

    assertEnded(bed.connect(eve.credentials()));
    assertEnded(bed.connect(mallory));
  }

  private static void ping(TestClient client) {
    TestClient.await(client.ask(Request.Ping::new, Answer.Empty.class));
  }

  private static int upload(AdminCaller root, String list) throws Exception {
    return root.upload("/certificates/crls", "application/pkix-crl", list).statusCode();
  }

  private Credentials issued(String name, UnaryOperator<CertificateOrder> details)
      throws Exception {
    return Trust.credentials(bed.pki().issueFiles(name, CertificateKind.CLIENT, details));
  }

  private static String name(Credentials credentials) {
    return credentials.leaf().getSubjectX500Principal().getName().substring("CN=".length());
  }

  private static CertificateAuthority copy(Path from, Path to) throws Exception {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return CertificateAuthority.open(to, Clock.systemUTC());
  }

  private static void assertEnded(TestClient client) {
    ConnectionEnd ending = client.ending();
    assertThat(ending.alert()).as("%s", ending).contains(AlertCode.CERTIFICATE_REVOKED);
  }
}
