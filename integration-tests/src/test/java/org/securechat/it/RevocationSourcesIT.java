package org.securechat.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.pki.CertificateAuthority;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.RevocationReason;
import org.securechat.it.TestBed.Person;
import org.securechat.it.client.Ending;
import org.securechat.it.client.TestClient;
import org.securechat.it.client.Trust;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.AlertCode;

/**
 * Lists that reach the server by other ways than its own file. A server of their own, because what
 * it has been given it keeps.
 */
@BlackBox
class RevocationSourcesIT {

  @Test
  void listsAreFetchedAndTakenFromAdministrators(@TempDir Path folder) throws Exception {
    AtomicReference<byte[]> published = new AtomicReference<>();
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/ca.crl",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, published.get().length);
            exchange.getResponseBody().write(published.get());
          }
        });
    site.start();
    String host = "127.0.0.1:" + site.getAddress().getPort();
    try (TestBed bed = TestBed.prepared()) {
      bed.with("SECURECHAT_CRL_DISTRIBUTION", "on")
          .with("SECURECHAT_REVOCATION_HOSTS", host)
          .with("SECURECHAT_REVOCATION_REFRESH", "PT0.5S")
          .start();
      published.set(Files.readAllBytes(bed.pki().folder().resolve("crl.pem")));
      Credentials mallory = listedAt(bed, TestBed.name("mallory"), "http://" + host + "/ca.crl");
      TestClient client = bed.connect(mallory);
      TestClient.await(client.ask(Request.Ping::new, Answer.Empty.class));
      Person bystander = bed.person("bystander");
      Person eve = bed.person("eve");

      // Revoked elsewhere: the server's own file knows nothing of it.
      CertificateAuthority elsewhere = copy(bed.pki().folder(), folder.resolve("copy"));
      elsewhere.revoke(name(mallory), RevocationReason.KEY_COMPROMISE);
      published.set(Files.readAllBytes(folder.resolve("copy/crl.pem")));
      assertEnded(client);

      AdminCaller root = AdminCaller.enrolled(bed, "administrator");
      String older = Files.readString(folder.resolve("copy/crl.pem"));
      elsewhere.revoke(eve.name(), RevocationReason.KEY_COMPROMISE);
      assertThat(upload(root, Files.readString(folder.resolve("copy/crl.pem")))).isEqualTo(200);
      assertEnded(eve.client());
      assertThat(upload(root, older)).as("an older list").isEqualTo(409);
      TestPki stranger = TestPki.bare(folder.resolve("stranger"));
      assertThat(upload(root, Files.readString(stranger.folder().resolve("crl.pem"))))
          .as("somebody else's list")
          .isEqualTo(400);
      assertThat(root.get("/certificates/crls").body())
          .contains("\"file\"", "\"upload\"", "\"distribution_point\"", host);
      TestClient.await(bystander.client().ask(Request.Ping::new, Answer.Empty.class));

      assertEnded(bed.connect(eve.credentials()));
      assertEnded(bed.connect(mallory));
    } finally {
      site.stop(0);
    }
  }

  private static int upload(AdminCaller root, String list) throws Exception {
    return root.upload("/certificates/crls", "application/pkix-crl", list).statusCode();
  }

  private static Credentials listedAt(TestBed bed, String name, String address) throws Exception {
    CertificateFiles files =
        bed.pki().issue(name, CertificateKind.CLIENT, order -> order.withCrlUrl(address));
    return Trust.credentials(files);
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
    Ending ending = client.ending();
    assertThat(ending.alert()).as("%s", ending).contains(AlertCode.CERTIFICATE_REVOKED);
  }
}
