package org.securechat.client.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import org.securechat.client.ClientException;
import org.securechat.client.bench.TrafficPlan.Extent;

/**
 * Users who connect, log in and leave, over and over: TCP, handshake with certificates on both
 * sides, {@code kdf}, {@code login}, {@code bye}, Close.
 */
public final class LoginRun {
  /** These are in no room, so that a login lists nothing and a farewell needs no receipts. */
  static final String SERIES = "login";

  private static final int READ_AHEAD = 8_192;

  private final BenchTarget target;
  private final int connections;
  private final Extent extent;
  private final Progress progress;

  /**
   * @param connections how many log in side by side
   */
  public LoginRun(BenchTarget target, int connections, Extent extent, Progress progress) {
    this.target = target.with(connections);
    this.connections = connections;
    this.extent = extent;
    this.progress = progress;
  }

  /** What was counted of one part. */
  private static final class Counted {
    private final LongAdder logins = new LongAdder();
    private final Percentiles handshakes = new Percentiles();
    private final Percentiles logging = new Percentiles();
    private final Percentiles whole = new Percentiles();
  }

  /** Does it, and says what came of it. */
  public BenchReport run() throws ClientException {
    progress.at("login: making " + connections + " users");
    List<BenchUser> users =
        BenchRooms.accounts(target, target.take(SERIES, connections), READ_AHEAD);
    logIn(users, extent.asWarmUp(), new Counted());
    Counted counted = new Counted();
    Metering metering = Metering.of(target);
    logIn(users, extent, counted);
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("at once", (long) connections);
    counts.put("logins", counted.logins.sum());
    Map<String, Percentiles.Summary> latencies = new LinkedHashMap<>();
    latencies.put("connection and handshake", counted.handshakes.summary());
    latencies.put("login", counted.logging.summary());
    latencies.put("all with farewell", counted.whole.summary());
    return metering.report(
        BenchKind.LOGIN, counts, counted.logins.sum(), latencies, new Findings());
  }

  private void logIn(List<BenchUser> users, Extent part, Counted counted) throws ClientException {
    Extent share = part.share(connections);
    try (Ticker _ = Ticker.start(progress, () -> where(counted))) {
      List<Callable<Void>> working = new ArrayList<>();
      for (BenchUser user : users) {
        working.add(() -> {
          long begun = System.nanoTime();
          for (long done = 0; share.goesOn(done, begun); done++) {
            once(user, counted);
          }
          return null;
        });
      }
      Workers.all(connections, target.threads(), working);
    }
  }

  private void once(BenchUser user, Counted counted) throws ClientException {
    long begun = System.nanoTime();
    try (LoadConnection connection = LoadConnection.open(target, user, READ_AHEAD)) {
      long established = System.nanoTime();
      connection.login();
      long loggedIn = System.nanoTime();
      connection.bye();
      counted.handshakes.record(established - begun);
      counted.logging.record(loggedIn - established);
      counted.whole.record(System.nanoTime() - begun);
      counted.logins.increment();
    }
  }

  private static String where(Counted counted) {
    return String.format(Locale.ROOT, "login: %,d logins", counted.logins.sum());
  }
}
