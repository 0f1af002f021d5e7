package org.securechat.client.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ConnectionSettings;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.identity.Identity;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.RevocationPolicy;

/**
 * The server that gets the load, and who may.
 *
 * @param server where it is
 * @param users who talk to it
 * @param rules by which its certificate is judged
 * @param pid its process, if that is on this machine and is to be measured
 * @param few whether the connections are so few that each gets a platform thread
 */
public record BenchTarget(
    ServerAddress server, BenchUsers users, CertificateRules rules, OptionalLong pid, boolean few) {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /** More platform threads than this cost more than they save. */
  private static final int FEW = 64;

  /**
   * A server for benchmarks.
   *
   * @param pki the folder of its authority, with the authority's key
   * @param users where the users are kept
   * @param anywhere whether it may be on another machine
   * @throws ClientException if it is not one
   */
  public static BenchTarget of(
      ServerAddress server, Path pki, Path users, OptionalLong pid, boolean anywhere)
      throws ClientException {
    Clock clock = Clock.systemUTC();
    BenchUsers known = BenchUsers.in(users, pki, clock);
    if (!anywhere && !isHere(server.host())) {
      throw new ClientException(
          server + " is not on this machine, and others may depend on it",
          "If it is there for benchmarks alone, add --remote.");
    }
    CertificateRules rules =
        new CertificateRules(
            Identity.authorities(pki.resolve("ca.pem")),
            new CrlFile(pki.resolve("crl.pem")),
            RevocationPolicy.REFUSE,
            clock);
    if (pid.isPresent()) {
      ProcessUsage.of(pid.getAsLong());
    }
    return new BenchTarget(server, known, rules, pid, false);
  }

  private static boolean isHere(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (IOException _) {
      // The connection will say that there is no such host.
      return true;
    }
  }

  /** The same for that many connections. */
  BenchTarget with(int connections) {
    return new BenchTarget(server, users, rules, pid, connections <= FEW);
  }

  List<BenchUser> take(String series, int count) throws ClientException {
    return users.take(series, count);
  }

  ConnectionSettings connection(BenchUser user) {
    return new ConnectionSettings(
        server, user.credentials(), rules, Clock.systemUTC(), CONNECT, ANSWER, Optional.empty());
  }

  /** Makes the threads of connections: platform threads wake up faster, virtual ones cost less. */
  ThreadFactory threads() {
    return few
        ? Thread.ofPlatform().name("securechat-bench-", 0).daemon().factory()
        : Thread.ofVirtual().factory();
  }

  /** What the server's process has used so far, if it is known. */
  Optional<ProcessUsage> usage() throws ClientException {
    return pid.isPresent() ? Optional.of(ProcessUsage.of(pid.getAsLong())) : Optional.empty();
  }
}
