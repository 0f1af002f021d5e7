package org.securechat.client.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.securechat.client.ClientException;
import org.securechat.client.bench.BenchRooms.LoggedIn;

/** Users who are logged in and say nothing: what they cost is memory. */
public final class IdleRun {
  private static final int READ_AHEAD = 512;

  private final BenchTarget target;
  private final int connections;
  private final int people;
  private final Duration hold;
  private final Progress progress;
  private final Findings findings = new Findings();
  private final Queue<LoadConnection> open = new ConcurrentLinkedQueue<>();

  /**
   * @param people how many users have the connections; each then has several
   * @param hold how long they stay
   */
  public IdleRun(
      BenchTarget target, int connections, int people, Duration hold, Progress progress) {
    this.target = target.with(connections);
    this.connections = connections;
    this.people = Math.min(people, connections);
    this.hold = hold;
    this.progress = progress;
  }

  /** Does it, and says what came of it. */
  public BenchReport run() throws ClientException {
    progress.at("idle: making " + people + " users");
    // Each logs in once before, so that what the first connections cost is not counted.
    List<BenchUser> users =
        BenchRooms.accounts(target, target.take(LoginRun.SERIES, people), READ_AHEAD);
    try {
      Metering metering = Metering.of(target);
      try (Ticker _ =
          Ticker.start(progress, () -> "idle: " + open.size() + " of " + connections + " open")) {
        connect(users, connections);
        stay();
      }
      BenchReport report =
          metering.report(
              BenchKind.IDLE,
              Map.of("connections", (long) open.size()),
              open.size(),
              Map.of(),
              findings);
      SignsOfLife.pingAll(open, findings);
      return report;
    } finally {
      open.forEach(LoadConnection::close);
    }
  }

  private void connect(List<BenchUser> users, int count) throws ClientException {
    List<Callable<Void>> connecting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BenchUser user = users.get(i % users.size());
      connecting.add(() -> {
        LoggedIn member = BenchRooms.logIn(target, user, READ_AHEAD);
        open.add(member.connection());
        return null;
      });
    }
    Workers.all(BenchRooms.AT_ONCE, target.threads(), connecting);
  }

  private void stay() {
    long end = System.nanoTime() + hold.toNanos();
    try (SignsOfLife _ = SignsOfLife.start(open, findings)) {
      while (end - System.nanoTime() > 0) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
    }
  }
}
