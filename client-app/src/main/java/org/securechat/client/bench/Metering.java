package org.securechat.client.bench;

import java.util.Map;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.bench.BenchReport.Used;

/** The clock and the processors of one measurement, from its making to its report. */
final class Metering {
  private final BenchTarget target;
  private final Optional<ProcessUsage> server;
  private final ProcessUsage client;
  private final long begun = System.nanoTime();

  private Metering(BenchTarget target, Optional<ProcessUsage> server, ProcessUsage client) {
    this.target = target;
    this.server = server;
    this.client = client;
  }

  /** Begins now. */
  static Metering of(BenchTarget target) throws ClientException {
    return new Metering(target, target.usage(), own());
  }

  private static ProcessUsage own() throws ClientException {
    return ProcessUsage.of(ProcessHandle.current().pid());
  }

  /** Nanoseconds so far. */
  long nanos() {
    return System.nanoTime() - begun;
  }

  /** Ends now. */
  BenchReport report(
      BenchKind kind,
      Map<String, Long> counts,
      long operations,
      Map<String, Percentiles.Summary> latencies,
      Findings findings)
      throws ClientException {
    long nanos = nanos();
    Optional<ProcessUsage> after = target.usage();
    return new BenchReport(
        kind,
        counts,
        operations,
        nanos,
        latencies,
        server.flatMap(before -> after.map(then -> new Used(before, then))),
        new Used(client, own()),
        findings);
  }
}
