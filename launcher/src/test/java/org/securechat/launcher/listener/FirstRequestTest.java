package org.securechat.launcher.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstRequestTest {
  private static final String PASSWORD = "changeit";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private HttpsServer server;
  private Path own;

  @BeforeEach
  void serve() throws Exception {
    own = keyStore("own");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity(own)));
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Path keyStore(String name) throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process made =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-alias",
                "server",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    return file;
  }

  private static KeyStore loaded(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static Certificate certificate(Path file) throws Exception {
    return loaded(file).getCertificate("server");
  }

  private static SSLContext identity(Path file) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(loaded(file), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private URI address() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/me");
  }

  @Test
  void theServerOfThisCertificateIsAskedWhateverItsCertificateNames() throws Exception {
    Thread sending = FirstRequest.send(address(), certificate(own));

    assertThat(sending.join(LIMIT)).isTrue();
    assertThat(asked).containsExactly("GET /api/v1/me");
  }

  @Test
  void anotherOneIsAskedForNothing() throws Exception {
    Thread sending = FirstRequest.send(address(), certificate(keyStore("another")));

    assertThat(sending.join(LIMIT)).isTrue();
    assertThat(asked).isEmpty();
  }
}
