package org.securechat.it.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.launcher.LauncherMain;
import org.securechat.server.config.Setting;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/** The files for containers use options, settings and files that are there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComposeTest {
  private static final Path ROOT = Path.of("..");
  private static final String PINNED = ":[\\w.-]*\\d+\\.\\d+[\\w.-]*}?$";

  private Map<String, Object> compose;
  private Map<String, Object> services;

  @BeforeAll
  void read() throws Exception {
    String text = Files.readString(ROOT.resolve("compose.yaml"));
    compose = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    services = map(compose.get("services"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<String> list(Object value) {
    return (List<String>) value;
  }

  private Map<String, Object> service(String name) {
    return map(services.get(name));
  }

  @Test
  void settingsOfTheServerExist() {
    Set<String> known =
        Stream.of(Setting.values()).map(Setting::environment).collect(Collectors.toSet());

    assertThat(map(service("server").get("environment")).keySet())
        .isSubsetOf(known)
        .contains("SECURECHAT_DB_PASSWORD_FILE", "SECURECHAT_PROXY_NETWORKS")
        .doesNotContain("SECURECHAT_DB_PASSWORD");
  }

  @Test
  void theServersCommandLineIsUnderstood() throws Exception {
    List<String> line = new ArrayList<>(entryPoint());
    assertThat(line.removeFirst()).isEqualTo("/opt/securechat/securechat");
    line.addAll(list(service("server").get("command")));

    CommandLine.ParseResult parsed =
        LauncherMain.commandLine().parseArgs(line.toArray(String[]::new)).subcommand();

    assertThat(parsed.hasMatchedOption("--require-pki")).isTrue();
    List<String> mounted = list(service("server").get("volumes"));
    for (String option : List.of("--data", "--pki")) {
      String folder = parsed.matchedOption(option).getValue().toString();
      assertThat(mounted).as(option).anyMatch(volume -> volume.contains(":" + folder));
    }
  }

  private static List<String> entryPoint() throws Exception {
    String line =
        Files.readAllLines(ROOT.resolve("Containerfile")).stream()
            .filter(one -> one.startsWith("ENTRYPOINT "))
            .collect(Collectors.joining());
    return list(
        new Yaml(new SafeConstructor(new LoaderOptions())).load(line.replace("ENTRYPOINT ", "")));
  }

  @Test
  void whatIsPublishedIsPublishedOnLoopback() {
    for (Map.Entry<String, Object> service : services.entrySet()) {
      Object ports = map(service.getValue()).get("ports");
      if (ports != null) {
        assertThat(list(ports))
            .as(service.getKey())
            .allMatch(port -> port.startsWith("127.0.0.1:"));
      }
    }
    assertThat(service("database")).doesNotContainKey("ports");
  }

  @Test
  void everyServiceSaysWhetherItLivesAndComesBack() {
    assertThat(services.values())
        .allSatisfy(service -> {
          assertThat(map(service)).containsKeys("healthcheck", "restart", "security_opt");
          assertThat(list(map(map(service).get("healthcheck")).get("test"))).startsWith("CMD");
        });
  }

  @Test
  void everyForeignImageHasAnExactVersion() throws Exception {
    for (String name : List.of("database", "balancer")) {
      assertThat(service(name).get("image").toString()).containsPattern(PINNED);
    }
    assertThat(Files.readAllLines(ROOT.resolve("Containerfile")))
        .filteredOn(line -> line.startsWith("ARG BASE="))
        .singleElement()
        .asString()
        .containsPattern(":\\d+\\.\\d+\\.\\d+[\\w.-]+$");
  }

  @Test
  void theImageRunsAsNoRootAndIsChecked() throws Exception {
    List<String> lines = Files.readAllLines(ROOT.resolve("Containerfile"));

    assertThat(lines).contains("ARG UID=10001", "USER ${UID}:${UID}");
    assertThat(lines).anyMatch(line -> line.startsWith("HEALTHCHECK "));
    assertThat(list(service("server").get("cap_drop"))).containsExactly("ALL");
    assertThat(service("server")).containsEntry("read_only", true);
  }

  @Test
  void secretsAreFilesThatServicesName() {
    Set<String> used = new TreeSet<>();
    services.values().stream()
        .map(service -> map(service).get("secrets"))
        .filter(secrets -> secrets != null)
        .forEach(secrets -> used.addAll(list(secrets)));

    assertThat(map(compose.get("secrets")).keySet()).isEqualTo(used);
    assertThat(map(compose.get("secrets")).values())
        .allSatisfy(secret -> assertThat(map(secret)).containsOnlyKeys("file"));
  }

  @Test
  void theServerReadsHeadersOfTheBalancerAlone() {
    Object inside = map(service("balancer").get("networks")).get("inside");

    assertThat(map(service("server").get("environment")).get("SECURECHAT_PROXY_NETWORKS"))
        .isEqualTo(map(inside).get("ipv4_address"));
  }

  @Test
  void theBalancerSendsHeadersToTheServer(@TempDir Path folder) throws Exception {
    String settings = Files.readString(ROOT.resolve("payara-config/haproxy.cfg"));
    Object inside = map(service("server").get("networks")).get("inside");
    String alias = list(map(inside).get("aliases")).getFirst();

    assertThat(settings).contains("server one " + alias + ":7443 send-proxy-v2");
    assertThat(list(service("balancer").get("volumes")))
        .allSatisfy(volume -> assertThat(ROOT.resolve(volume.split(":", -1)[0])).exists());
    assertThat(settings).contains("bind 127.0.0.1:8404", "monitor-uri /health");
    assertThat(map(service("balancer").get("healthcheck")).get("test").toString())
        .contains("/dev/tcp/127.0.0.1/8404", "GET /health ");
    Path resolvable =
        Files.writeString(folder.resolve("haproxy.cfg"), settings.replace(alias, "127.0.0.1"));
    Tool.Said said = Tool.run("haproxy", "-c", "-f", resolvable.toString());
    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text()).doesNotContain("WARNING");
  }
}
