package org.securechat.client.bench;

import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.securechat.client.ClientException;
import org.securechat.client.bench.BenchRooms.LoggedIn;
import org.securechat.client.bench.TrafficPlan.Extent;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.crypto.Digests;

/** Members of rooms who send messages: fan-out, latency and ingest differ only in the plan. */
public final class TrafficRun {
  private static final String SERIES = "bench";
  private static final int READ_AHEAD = 65_536;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final BenchTarget target;
  private final TrafficPlan plan;
  private final Progress progress;
  private final Findings findings = new Findings();
  private final AtomicBoolean abandoned = new AtomicBoolean();
  private final List<RoomAccount> rooms = new ArrayList<>();
  private final List<Speaker> senders = new ArrayList<>();
  private List<LoggedIn> connections = List.of();

  public TrafficRun(BenchTarget target, TrafficPlan plan, Progress progress) {
    this.target = target.with(plan.connections());
    this.plan = plan;
    this.progress = progress;
  }

  /** Does it, and says what came of it. */
  public BenchReport run() throws ClientException {
    try {
      prepare();
      Tally warm = new Tally();
      send(plan.extent().asWarmUp(), warm);
      if (plan.presign()) {
        presign();
      }
      Tally counted = new Tally();
      Metering metering = Metering.of(target);
      send(plan.extent(), counted);
      BenchReport report = report(metering, counted);
      rooms.forEach(RoomAccount::close);
      return report;
    } finally {
      connections.forEach(member -> member.connection().close());
    }
  }

  private void prepare() throws ClientException {
    progress.at(plan.kind().label() + ": making " + plan.connections() + " users");
    List<BenchUser> users = target.take(SERIES, plan.connections());
    progress.at(plan.kind().label() + ": connecting");
    List<Callable<LoggedIn>> logins = new ArrayList<>();
    for (BenchUser user : users) {
      logins.add(() -> BenchRooms.logIn(target, user, READ_AHEAD));
    }
    connections = Workers.all(BenchRooms.AT_ONCE, target.threads(), logins);
    progress.at(plan.kind().label() + ": entering " + plan.rooms() + " rooms");
    List<Callable<RoomInfo>> entering = new ArrayList<>();
    for (int i = 0; i < plan.rooms(); i++) {
      int room = i;
      entering.add(() -> enter(room));
    }
    List<RoomInfo> entered = Workers.all(BenchRooms.AT_ONCE, target.threads(), entering);
    for (int i = 0; i < entered.size(); i++) {
      begin(entered.get(i), members(i));
    }
  }

  private List<LoggedIn> members(int room) {
    return connections.subList(room * plan.members(), (room + 1) * plan.members());
  }

  private RoomInfo enter(int room) throws ClientException {
    List<LoggedIn> members = members(room);
    return plan.direct()
        ? BenchRooms.direct(members.get(0), members.get(1))
        // The number of members is in the name, so that each user is in one such room only.
        : BenchRooms.enter(
            String.format(Locale.ROOT, "bench-%d-%05d", plan.members(), room + 1), members);
  }

  private void begin(RoomInfo info, List<LoggedIn> members) {
    RoomAccount room = new RoomAccount(info.name(), findings);
    rooms.add(room);
    for (int i = 0; i < members.size(); i++) {
      LoadConnection connection = members.get(i).connection();
      MemberAccount account = room.member(connection.user().name(), certificate(connection.user()));
      account.begin(info.position());
      Speaker speaker =
          new Speaker(
              plan, connection, account, UUID.fromString(info.id()), findings, abandonment());
      if (i < plan.senders()) {
        senders.add(speaker);
      }
    }
    room.begin(info.position(), info.chain());
  }

  private static String certificate(BenchUser user) {
    try {
      return Digests.sha256Hex(user.credentials().leaf().getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate without an encoding", e);
    }
  }

  private Speaker.Abandonment abandonment() {
    return new Speaker.Abandonment() {
      @Override
      public void abandon() {
        abandoned.set(true);
      }

      @Override
      public boolean isAbandoned() {
        return abandoned.get();
      }
    };
  }

  private void presign() throws ClientException {
    Extent share = plan.extent().share(senders.size());
    int each =
        share
            .number()
            .orElse(
                Math.toIntExact(plan.rate().orElse(0) / senders.size() + 1)
                    * Math.toIntExact(Math.max(1, plan.extent().length().toSeconds())));
    progress.at(plan.kind().label() + ": signing " + (long) each * senders.size() + " messages");
    List<Callable<Void>> signing = new ArrayList<>();
    for (Speaker sender : senders) {
      signing.add(() -> {
        sender.prepare(each);
        return null;
      });
    }
    Workers.all(BenchRooms.AT_ONCE, target.threads(), signing);
  }

  /** Sends, and returns when everything has arrived or nothing arrives any more. */
  private void send(Extent extent, Tally tally) throws ClientException {
    Extent share = extent.share(senders.size());
    OptionalLong rate =
        plan.rate().isPresent()
            ? OptionalLong.of(Math.max(1, plan.rate().getAsLong() * 1_000 / senders.size()))
            : OptionalLong.empty();
    List<LoadConnection> all = connections.stream().map(LoggedIn::connection).toList();
    // Of those who only listen.
    try (Ticker _ = Ticker.start(progress, () -> where(tally));
        SignsOfLife _ = SignsOfLife.start(all, findings)) {
      List<Callable<Void>> speaking = new ArrayList<>();
      for (Speaker sender : senders) {
        speaking.add(() -> {
          sender.speak(share, tally, rate);
          return null;
        });
      }
      Workers.all(senders.size(), target.threads(), speaking);
      settle(tally);
    }
  }

  private void settle(Tally tally) {
    long before = -1;
    long since = System.nanoTime();
    while (!tally.isSettled() && !abandoned.get()) {
      long now = tally.acknowledged() + tally.delivered();
      if (now != before) {
        before = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > PATIENCE_NANOS) {
        return;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private String where(Tally tally) {
    return String.format(
        Locale.ROOT,
        "%s: %,d sent, %,d acknowledged, %,d delivered",
        plan.kind().label(),
        tally.sent(),
        tally.acknowledged(),
        tally.delivered());
  }

  private BenchReport report(Metering metering, Tally tally) throws ClientException {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("connections", (long) connections.size());
    counts.put("rooms", (long) plan.rooms());
    counts.put("messages", tally.sent());
    counts.put("acknowledged", tally.acknowledged());
    counts.put("deliveries", tally.delivered());
    Map<String, Percentiles.Summary> latencies = new LinkedHashMap<>();
    latencies.put("to acknowledgement", tally.acknowledgements());
    if (plan.members() > 1) {
      latencies.put("to delivery", tally.deliveries());
    }
    long operations = plan.kind() == BenchKind.FANOUT ? tally.delivered() : tally.acknowledged();
    return metering.report(plan.kind(), counts, operations, latencies, findings);
  }
}
