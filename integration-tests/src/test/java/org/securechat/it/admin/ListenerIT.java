package org.securechat.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.it.client.Https;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.TestBed;

/** OPERATIONS.md, "Limits of the administration": what no client of ours would send. */
@BlackBox
class ListenerIT {
  /** As many connections as one address may have. */
  private static final int PER_ADDRESS = 64;

  private static SSLSocket tls(TestBed bed) throws IOException {
    URI server = bed.server().health();
    SSLSocket socket =
        (SSLSocket)
            Https.context(bed.pki().root())
                .getSocketFactory()
                .createSocket(server.getHost(), server.getPort());
    socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
    return socket;
  }

  private static String answer(TestBed bed, String request) throws IOException {
    try (SSLSocket socket = tls(bed)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readNBytes(8_192), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void silentConnectionsKeepNobodyOutAndAreClosedInTime(TestBed bed) throws Exception {
    AdminCaller administrator = AdminCaller.enrolled(bed, "auditor");
    URI server = bed.server().health();
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 2 * PER_ADDRESS; i++) {
      silent.add(new Socket(server.getHost(), server.getPort()));
    }
    SSLSocket slow = tls(bed);
    slow.startHandshake();

    assertThat(administrator.get("/me").statusCode()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(25))
        .pollInterval(500, TimeUnit.MILLISECONDS)
        .until(() -> isClosedAfterAByte(slow));
    for (Socket socket : silent) {
      socket.setSoTimeout((int) Duration.ofSeconds(15).toMillis());
      assertThat(ends(socket)).isTrue();
    }
    assertThat(administrator.get("/me").statusCode()).isEqualTo(200);
  }

  /** A byte of a header that has no end, now and then. */
  private static boolean isClosedAfterAByte(SSLSocket socket) {
    try {
      socket.getOutputStream().write('G');
      socket.setSoTimeout(50);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean ends(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void deepJsonIsABadRequest(TestBed bed) throws Exception {
    AdminCaller root = AdminCaller.enrolled(bed, "administrator");
    for (String open : new String[] {"[", "{\"a\":"}) {
      assertThat(root.ask("POST", "/users", open.repeat(20_000), null).statusCode()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET http://[ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /%00%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
      })
  void whatIsNoRequestLearnsNoName(String request, TestBed bed) throws Exception {
    assertThat(answer(bed, request))
        .doesNotContainIgnoringCase("payara")
        .doesNotContainIgnoringCase("grizzly")
        .doesNotContainIgnoringCase("glassfish")
        .doesNotContain("HTTP/1.1 2");
  }

  @Test
  void nothingFollowsARequestWhoseBodyHasTwoLengths(TestBed bed) throws Exception {
    String smuggled = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String answer =
        answer(
            bed,
            "POST /health/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                + smuggled);

    assertThat(answer).containsOnlyOnce("HTTP/1.1 ").containsIgnoringCase("\r\nConnection: close");
  }
}
