package org.securechat.server.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

/**
 * All metrics of this server. They belong to one deployment: the registry is not the process-wide
 * one, nothing here starts a thread, and nothing registers itself anywhere outside. Thread-safe.
 *
 * <p>Exemplars stay off: they would need a thread of their own and a tracer to be of any use.
 */
@ApplicationScoped
public class Metrics {

  /** The content type of what {@link #write} writes. */
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final List<Description> descriptions = new CopyOnWriteArrayList<>();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  public Metrics() {
    JvmBasics.register(registry);
  }

  /** A count that the code increases as things happen; the name ends in {@code _total}. */
  Counter counter(String name, String help, String... labels) {
    describe(name, "counter", help, labels);
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  /** Durations or sizes, by how many are at most each bound; the last bound is infinity. */
  Histogram histogram(String name, String help, double... bounds) {
    describe(name, "histogram", help);
    return Histogram.builder()
        .name(name)
        .help(help)
        .classicOnly()
        .classicUpperBounds(bounds)
        .withoutExemplars()
        .register(registry);
  }

  /** A value of the moment, asked for when the metrics are read. */
  public void gauge(String name, String help, DoubleSupplier value) {
    describe(name, "gauge", help);
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(gauge -> gauge.call(value.getAsDouble()))
        .register(registry);
  }

  /** A value that only rises, asked for when the metrics are read. */
  public void total(String name, String help, DoubleSupplier value) {
    totals(name, help, new String[0], total -> total.accept(value.getAsDouble()));
  }

  /** Values that only rise, one for each combination of labels. */
  public void totals(String name, String help, String[] labels, LabelledValues values) {
    describe(name, "counter", help, labels);
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .callback(counter -> values.collect(counter::call))
        .register(registry);
  }

  /** Values of the moment, one for each combination of labels. */
  public void gauges(String name, String help, String[] labels, LabelledValues values) {
    describe(name, "gauge", help, labels);
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .callback(gauge -> values.collect(gauge::call))
        .register(registry);
  }

  /**
   * Constant text, as labels of a gauge that is always 1.
   *
   * @param name ends in {@code _info}
   */
  public void info(String name, String help, String[] labels, String... values) {
    describe(name, "gauge", help, labels);
    Info.builder()
        .name(name.substring(0, name.length() - "_info".length()))
        .help(help)
        .labelNames(labels)
        .register(registry)
        .addLabelValues(values);
  }

  private void describe(String name, String type, String help, String... labels) {
    descriptions.add(new Description(name, type, List.of(labels), help));
  }

  /** Our own metrics, those of the virtual machine left out, in no particular order. */
  public List<Description> descriptions() {
    return List.copyOf(descriptions);
  }

  /**
   * What a metric is.
   *
   * @param name as Prometheus knows it; a histogram's has {@code _bucket}, {@code _sum} and {@code
   *     _count} added
   * @param type counter, gauge or histogram
   * @param labels beside {@code le}
   * @param help one or two sentences
   */
  public record Description(String name, String type, List<String> labels, String help) {}

  /** Writes everything in Prometheus' text format, UTF-8. Does not close the stream. */
  public void write(OutputStream out) throws IOException {
    writer.write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
  }

  /** Tells every value there is, when asked. */
  @FunctionalInterface
  public interface LabelledValues {
    void collect(Consumer each);

    /** Takes one value and its labels' values, in the order of the labels. */
    @FunctionalInterface
    interface Consumer {
      void accept(double value, String... labels);
    }
  }
}
