package org.securechat.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.server.config.MonitoringSettings;
import org.securechat.server.metrics.ChatMetrics;
import org.securechat.server.metrics.FileMetrics;
import org.securechat.server.metrics.Metrics;
import org.securechat.server.metrics.Metrics.Description;
import org.securechat.server.metrics.SearchMetrics;
import org.securechat.server.testing.GeneratedSection;

/** The manual, the dashboard and the alerts speak of the metrics that there are. */
class MetricsReferenceTest {

  private static final Path DASHBOARD = Path.of("../payara-config/grafana-dashboard.json");
  private static final Path ALERTS = Path.of("../payara-config/prometheus-alerts.yml");

  private static final Pattern NAME = Pattern.compile("\\b(?:securechat|jvm|process)_[a-z0-9_]+");

  private final Metrics metrics = new Metrics();
  private final Set<String> exposed = new HashSet<>();

  @BeforeEach
  void register() throws IOException {
    ByteArrayOutputStream virtualMachine = new ByteArrayOutputStream();
    metrics.write(virtualMachine);
    virtualMachine
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .forEach(exposed::add);
    new ChatMetrics(metrics);
    new FileMetrics(metrics);
    new SearchMetrics(metrics);
    new FileGauges(null, metrics).register(metrics);
    MonitoringSettings settings = new MonitoringSettings("securechat", Path.of("."), 0);
    new ServerGauges(
            null, null, null, null, null, null, null, null, null, null, settings, metrics, null)
        .register(metrics);
    for (Description metric : metrics.descriptions()) {
      if (metric.type().equals("histogram")) {
        exposed.addAll(
            List.of(metric.name() + "_bucket", metric.name() + "_sum", metric.name() + "_count"));
      } else {
        exposed.add(metric.name());
      }
    }
  }

  @Test
  void theManualIsMadeFromTheCode() throws IOException {
    StringBuilder table =
        new StringBuilder("| name | type | labels | meaning |\n|---|---|---|---|\n");
    metrics.descriptions().stream()
        .sorted(Comparator.comparing(Description::name))
        .forEach(metric ->
            table
                .append("| `" + metric.name() + "` | " + metric.type() + " | ")
                .append(
                    metric.labels().stream()
                        .map(label -> "`" + label + "`")
                        .collect(Collectors.joining(", ")))
                .append(" | " + metric.help() + " |\n"));
    GeneratedSection.isCurrent(Path.of("../docs/OPERATIONS.md"), "metrics", table.toString());
  }

  @Test
  void namesSayTheirUnitAndWhetherTheyOnlyRise() {
    for (Description metric : metrics.descriptions()) {
      assertThat(metric.name()).matches("securechat_[a-z_]+");
      assertThat(metric.name().endsWith("_total"))
          .as(metric.name())
          .isEqualTo(metric.type().equals("counter"));
      assertThat(metric.name()).doesNotContain("millis", "_ms", "_mb", "_kb", "percent", "nanos");
      assertThat(metric.help()).as(metric.name()).endsWith(".");
    }
  }

  @Test
  void everyExpressionOfTheDashboardHasItsMetrics() throws IOException {
    Set<String> used = names(DASHBOARD, "\"expr\": \"");
    assertThat(exposed).as("metrics of the dashboard").containsAll(used);
    Set<String> ours =
        metrics.descriptions().stream().map(Description::name).collect(Collectors.toSet());
    ours.removeIf(name -> used.stream().anyMatch(shown -> shown.startsWith(name)));
    assertThat(ours).as("metrics that the dashboard does not show").isEmpty();
  }

  @Test
  void everyAlertHasItsMetrics() throws IOException {
    assertThat(exposed).as("metrics of the alerts").containsAll(names(ALERTS, "expr: "));
  }

  private static Set<String> names(Path file, String before) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String line : Files.readAllLines(file)) {
      int start = line.indexOf(before);
      Matcher matcher = NAME.matcher(start < 0 ? "" : line.substring(start + before.length()));
      while (matcher.find()) {
        names.add(matcher.group());
      }
    }
    assertThat(names).as("metrics in %s", file).isNotEmpty();
    return names;
  }
}
