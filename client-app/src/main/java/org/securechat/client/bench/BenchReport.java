package org.securechat.client.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.securechat.protocol.json.Json;

/**
 * What a benchmark has done and what it took.
 *
 * @param kind which one
 * @param counts what was done, by name
 * @param operations what the costs are divided by
 * @param nanos how long it took
 * @param latencies by name
 * @param server what the server has used, if its process is known
 * @param client what this process has used
 * @param findings what did not hold
 */
public record BenchReport(
    BenchKind kind,
    Map<String, Long> counts,
    long operations,
    long nanos,
    Map<String, Percentiles.Summary> latencies,
    Optional<Used> server,
    Used client,
    Findings findings) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double MICROS_PER_MILLI = 1e3;

  /** Copies the maps. */
  public BenchReport {
    counts = new LinkedHashMap<>(counts);
    latencies = new LinkedHashMap<>(latencies);
  }

  /** Before and after. */
  record Used(ProcessUsage before, ProcessUsage after) {
    long cpuMillis() {
      return after.cpuMillis() - before.cpuMillis();
    }
  }

  /** Whether every message is accounted for. */
  public boolean complete() {
    return findings.isEmpty();
  }

  private double seconds() {
    return nanos / NANOS_PER_SECOND;
  }

  private double rate() {
    return nanos == 0 ? 0 : operations / seconds();
  }

  private double cpuMicros(Used used) {
    return operations == 0 ? 0 : used.cpuMillis() * MICROS_PER_MILLI / operations;
  }

  /** Memory that has come to be resident for each operation, such as a connection. */
  private double residentKib(Used used) {
    long more = used.after().residentKib() - used.before().residentKib();
    return operations == 0 ? 0 : (double) more / operations;
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<String> done = new ArrayList<>();
    counts.forEach((name, count) -> done.add(String.format(Locale.ROOT, "%,d %s", count, name)));
    lines.add(kind.label() + ": " + String.join(", ", done));
    lines.add(
        String.format(
            Locale.ROOT,
            "  %,.0f %s a second, during %.1f s",
            rate(),
            kind.operations(),
            seconds()));
    latencies.forEach((name, summary) -> lines.add("  " + name + ": " + text(summary)));
    server.ifPresent(used -> lines.add("  server: " + text(used)));
    lines.add(
        String.format(
            Locale.ROOT,
            "  this program: %.1f µs of processor time for each of them",
            cpuMicros(client)));
    findings
        .counts()
        .forEach((wrong, count) ->
            lines.add(String.format(Locale.ROOT, "  %,d %s", count, wrong.label())));
    findings.words().forEach(line -> lines.add("    " + line));
    lines.add(
        complete()
            ? "  complete: everything arrived once, in order and unaltered"
            : "  NOT COMPLETE: these figures say nothing");
    return lines;
  }

  private String text(Used used) {
    String memory =
        String.format(
            Locale.ROOT,
            "memory %d MiB before, %d MiB after",
            used.before().residentKib() / 1024,
            used.after().residentKib() / 1024);
    return kind == BenchKind.IDLE
        ? String.format(Locale.ROOT, "%.1f KiB of memory for each (%s)", residentKib(used), memory)
        : String.format(
            Locale.ROOT,
            "%.1f µs of processor time for each (%.2f s in all), %s",
            cpuMicros(used),
            used.cpuMillis() / 1e3,
            memory);
  }

  private static String text(Percentiles.Summary summary) {
    return String.format(
        Locale.ROOT,
        "p50 %s, p95 %s, p99 %s, longest %s",
        millis(summary.p50()),
        millis(summary.p95()),
        millis(summary.p99()),
        millis(summary.greatest()));
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
  }

  /** For programs. */
  public ObjectNode json() {
    ObjectNode json = Json.object().put("type", "bench").put("bench", kind.label());
    ObjectNode done = json.putObject("counts");
    counts.forEach((name, count) -> done.put(name.replace(' ', '_'), count));
    json.put("operations", operations)
        .put("seconds", seconds())
        .put("operations_per_second", rate());
    ObjectNode times = json.putObject("latency_micros");
    latencies.forEach((name, summary) -> put(times.putObject(name.replace(' ', '_')), summary));
    server.ifPresent(used -> put(json.putObject("server"), used));
    put(json.putObject("client"), client);
    json.put("complete", complete());
    ObjectNode wrong = json.putObject("wrong");
    findings.counts().forEach((what, count) -> wrong.put(what.label().replace(' ', '_'), count));
    ArrayNode words = json.putArray("first_wrong");
    findings.words().forEach(words::add);
    return json;
  }

  private static void put(ObjectNode json, Percentiles.Summary summary) {
    json.put("count", summary.count())
        .put("p50", summary.p50() / NANOS_PER_MICRO)
        .put("p95", summary.p95() / NANOS_PER_MICRO)
        .put("p99", summary.p99() / NANOS_PER_MICRO)
        .put("max", summary.greatest() / NANOS_PER_MICRO);
  }

  private void put(ObjectNode json, Used used) {
    json.put("cpu_millis", used.cpuMillis())
        .put("cpu_micros_per_operation", cpuMicros(used))
        .put("resident_kib_before", used.before().residentKib())
        .put("resident_kib_after", used.after().residentKib())
        .put("resident_kib_per_operation", residentKib(used));
  }
}
