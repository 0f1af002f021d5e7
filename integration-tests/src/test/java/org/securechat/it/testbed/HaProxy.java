package org.securechat.it.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.securechat.it.client.TestClient;
import org.securechat.it.process.RunningProcess;

/**
 * HAProxy in front of a server, as the manual configures it, and checking all the time whether the
 * server lives. It comes from an address of its own, so that the server can tell it from others.
 */
public final class HaProxy implements AutoCloseable {

  /** Where its connections to the server come from. */
  public static final String ADDRESS = "127.0.0.9";

  private final InetSocketAddress version1;
  private final InetSocketAddress version2;
  private final RunningProcess process;

  private HaProxy(InetSocketAddress version1, InetSocketAddress version2, RunningProcess process) {
    this.version1 = version1;
    this.version2 = version2;
    this.process = process;
  }

  /** The program, if Debian's package haproxy is installed. */
  public static Optional<Path> installed() {
    return Stream.of("/usr/sbin/haproxy", "/usr/bin/haproxy", "/usr/local/sbin/haproxy")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts one. */
  public static HaProxy before(InetSocketAddress server, Path folder) throws IOException {
    InetSocketAddress version1 = free();
    InetSocketAddress version2 = free();
    String to = server.getAddress().getHostAddress() + ":" + server.getPort();
    Path settings = folder.resolve("haproxy.cfg");
    Files.writeString(
        settings,
        """
        defaults
          mode tcp
          timeout connect 5s
          timeout client 10m
          timeout server 10m
        """
            + section("one", version1, to, "send-proxy")
            + section("two", version2, to, "send-proxy-v2"));
    RunningProcess process =
        RunningProcess.start(
            "haproxy",
            folder,
            List.of(installed().orElseThrow().toString(), "-db", "-f", settings.toString()),
            Map.of());
    Awaitility.await()
        .atMost(TestClient.LIMIT)
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .until(() -> accepts(version1) && accepts(version2));
    return new HaProxy(version1, version2, process);
  }

  private static String section(String name, InetSocketAddress bound, String to, String header) {
    return """

    frontend %1$s
      bind 127.0.0.1:%2$d
      default_backend %1$s

    backend %1$s
      source %3$s
      server server %4$s %5$s check inter 100ms
    """
        .formatted(name, bound.getPort(), ADDRESS, to, header);
  }

  private static InetSocketAddress free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }
  }

  private static boolean accepts(InetSocketAddress address) {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  /** Passes connections on with a header in text. */
  public InetSocketAddress version1() {
    return version1;
  }

  /** Passes connections on with a binary header. */
  public InetSocketAddress version2() {
    return version2;
  }

  @Override
  public void close() {
    process.close();
  }
}
