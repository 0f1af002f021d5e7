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
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  public Metrics() {
    JvmBasics.register(registry);
  }

  /** Something that is counted by whoever does it; {@code _total} is added to the name. */
  Counter counter(String name, String help, String... labels) {
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  /** Durations or sizes, by how many are at most each bound; the last bound is infinity. */
  Histogram histogram(String name, String help, double... bounds) {
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
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .callback(counter -> values.collect(counter::call))
        .register(registry);
  }

  /** Values of the moment, one for each combination of labels. */
  public void gauges(String name, String help, String[] labels, LabelledValues values) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .callback(gauge -> values.collect(gauge::call))
        .register(registry);
  }

  /** Constant text, as labels of a gauge that is always 1; {@code _info} is added to the name. */
  public void info(String name, String help, String[] labels, String... values) {
    Info.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .register(registry)
        .addLabelValues(values);
  }

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
