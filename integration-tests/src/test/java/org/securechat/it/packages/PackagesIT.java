package org.securechat.it.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.launcher.LauncherMain;
import org.securechat.server.config.Setting;
import picocli.CommandLine;

/** The packages for Debian, as the build has made them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagesIT {
  private static final String UNITS = "/usr/lib/systemd/system/";
  private static final String UNIT = UNITS + "securechat.service";
  private static final String SETTINGS = "/etc/securechat/securechat.env";

  /** Of ten; what it says of a service that is reached by the network has to be above 0.5. */
  private static final double EXPOSURE = 1.5;

  private DebianPackage server;
  private DebianPackage client;

  @BeforeAll
  void read() throws Exception {
    server = DebianPackage.in(Path.of("../distribution/target"), "securechat-server");
    client = DebianPackage.in(Path.of("../client-distribution/target"), "securechat-client");
  }

  private DebianPackage named(String name) {
    return name.equals("server") ? server : client;
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "client"})
  void everythingBelongsToRootAndNobodyElseWritesIt(String name) {
    Map<String, TarArchiveEntry> entries = named(name).entries();
    String script = "/usr/share/securechat-" + name + "/securechat";

    assertThat(entries.values())
        .allSatisfy(entry -> {
          assertThat(entry.getLongUserId()).as(entry.getName()).isZero();
          assertThat(entry.getLongGroupId()).as(entry.getName()).isZero();
        });
    entries.forEach((path, entry) -> {
      boolean program = path.equals(script) || path.contains("/examples/");
      int expected = entry.isDirectory() || program ? 0755 : path.equals(SETTINGS) ? 0640 : 0644;
      if (!entry.isSymbolicLink()) {
        assertThat(Integer.toOctalString(entry.getMode() & 07777))
            .as(path)
            .isEqualTo(Integer.toOctalString(expected));
      }
    });
    assertThat(entries.get("/usr/bin/securechat").getLinkName())
        .isEqualTo("../share/securechat-" + name + "/securechat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "client"})
  void noKeyAndNoCertificateIsInIt(String name) {
    assertThat(named(name).entries().keySet())
        .noneMatch(path -> path.matches(".*\\.(pem|key|p12|jks)"))
        .noneMatch(path -> path.startsWith("/var/"))
        .noneMatch(path -> path.contains("/pki"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "client"})
  void itIsForAnyMachineWithARuntimeOfJava25(String name) {
    DebianPackage debian = named(name);

    assertThat(debian.field("Package")).isEqualTo("securechat-" + name);
    assertThat(debian.field("Architecture")).isEqualTo("all");
    assertThat(debian.field("Version")).matches("\\d+\\.\\d+\\.\\d+(~SNAPSHOT)?");
    assertThat(debian.field("Depends"))
        .contains(
            "openjdk-25-jre-headless | java25-runtime-headless | temurin-25-jre | temurin-25-jdk");
    assertThat(debian.field("Conflicts")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "client"})
  void manualAndCompletionLieWhereTheyAreLookedFor(String name) {
    DebianPackage debian = named(name);

    assertThat(debian.content())
        .containsKeys(
            "/usr/share/man/man1/securechat.1.gz",
            "/usr/share/man/man1/securechat-admin-users-list.1.gz",
            "/usr/share/bash-completion/completions/securechat",
            "/usr/share/zsh/site-functions/_securechat",
            "/usr/share/fish/vendor_completions.d/securechat.fish",
            "/usr/share/doc/securechat-" + name + "/copyright",
            "/usr/share/doc/securechat-" + name + "/changelog.gz");
    assertThat(debian.content().containsKey("/usr/share/man/man1/securechat-up.1.gz"))
        .isEqualTo(name.equals("server"));
    assertThat(debian.content().keySet())
        .filteredOn(path -> path.startsWith("/usr/share/man/"))
        .allMatch(path -> path.endsWith(".1.gz"));
  }

  @Test
  void theServersPackageHasEveryFileOfItsFolder() throws Exception {
    Path folder = Path.of("../launcher/target/server").toAbsolutePath().normalize();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = "/usr/share/securechat-server/server/" + folder.relativize(file);
        assertThat(server.content()).as(path).containsKey(path);
        assertThat(server.content().get(path)).as(path).hasSize((int) Files.size(file));
      }
    }
  }

  @Test
  void theServersPackageHasAllThatTheClientsHas() {
    assertThat(server.field("Provides")).startsWith("securechat-client (= ");
    assertThat(server.entries().keySet())
        .containsAll(
            client.entries().keySet().stream()
                .filter(path -> path.matches("/usr/(bin|share/(man|bash|zsh|fish)).*[^/]"))
                .toList());
  }

  @Test
  void whatOperatorsChangeIsKept() {
    assertThat(server.control().get("conffiles").lines())
        .containsExactlyElementsOf(
            server.content().keySet().stream().filter(path -> path.startsWith("/etc/")).toList());
    assertThat(client.control()).doesNotContainKeys("conffiles", "postinst", "prerm", "postrm");
  }

  @Test
  void theSettingsThatAreProposedExist() {
    Set<String> known =
        Stream.of(Setting.values()).map(Setting::environment).collect(Collectors.toSet());
    known.addAll(List.of("SECURECHAT_ADMIN_PORT", "SECURECHAT_JAVA_OPTS"));
    Set<String> proposed = new TreeSet<>();
    Pattern.compile("(?m)^#(SECURECHAT_\\w+)=")
        .matcher(server.text(SETTINGS))
        .results()
        .forEach(setting -> proposed.add(setting.group(1)));

    assertThat(proposed).contains("SECURECHAT_BIND").isSubsetOf(known);
    assertThat(server.text(SETTINGS).lines())
        .allMatch(line -> line.isEmpty() || line.startsWith("#"));
  }

  @Test
  void theUnitStartsTheServerAndMakesNoKeys() {
    List<String> line = new ArrayList<>(List.of(value(UNIT, "ExecStart").split(" ", -1)));
    assertThat(line.removeFirst()).isEqualTo("/usr/bin/securechat");

    CommandLine.ParseResult parsed =
        LauncherMain.commandLine().parseArgs(line.toArray(String[]::new)).subcommand();

    assertThat(parsed.hasMatchedOption("--require-pki")).isTrue();
    assertThat(parsed.hasMatchedOption("--bind")).as("loopback unless configured").isFalse();
    assertThat(value(UNIT, "User")).isEqualTo("securechat");
    assertThat(server.text(UNIT)).contains("StateDirectory=securechat\nStateDirectoryMode=0700\n");
    assertThat(value(UNIT, "EnvironmentFile")).isEqualTo("-" + SETTINGS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"securechat.service", "securechat-backup.service"})
  void theUnitsNameFilesOfThePackage(String unit) {
    assertThat(server.text(UNITS + unit)).doesNotContain("/opt/");
    String document = value(UNITS + unit, "Documentation").replace("file://", "");
    assertThat(server.content()).containsKey(document);
  }

  @ParameterizedTest
  @ValueSource(strings = {"securechat.service", "securechat-backup.service"})
  void systemdFindsTheUnitsConfined(String unit, @TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve(unit), server.text(UNITS + unit));

    Tool.Said said =
        Tool.run("systemd-analyze", "security", "--offline=yes", "--no-pager", file.toString());

    var level = Pattern.compile("exposure level for \\S+: (\\d+\\.\\d)").matcher(said.text());
    assertThat(level.find()).as(said.text()).isTrue();
    assertThat(Double.parseDouble(level.group(1))).as(said.text()).isLessThanOrEqualTo(EXPOSURE);
  }

  private String value(String unit, String key) {
    return server
        .text(unit)
        .lines()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElse("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postinst", "prerm", "postrm"})
  void theScriptsAreUnderstoodByAShell(String name, @TempDir Path folder) throws Exception {
    String script = server.control().get(name);
    assertThat(script).startsWith("#!/bin/sh\nset -e\n");

    Path file = Files.writeString(folder.resolve(name), script);

    assertThat(Tool.run("sh", "-n", file.toString())).isEqualTo(new Tool.Said(0, ""));
  }

  /** With an empty folder in the place of the file system's root. */
  @Test
  void aPurgeLeavesRecordsAndKeysAndSaysWhere(@TempDir Path root) throws Exception {
    Path key = root.resolve("etc/securechat/pki/issued/server.key");
    Path record = root.resolve("var/lib/securechat/securechat.mv.db");
    Path cache = root.resolve("var/cache/securechat/server.aot");
    for (Path file : List.of(key, record, cache)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
    Path empty = Files.createDirectories(root.resolve("var/backups/securechat"));
    String script =
        server.control().get("postrm").replaceAll("(?<=[ ])/(etc|var|run)/", root + "/$1/");
    Path file = Files.writeString(root.resolve("postrm"), script);

    Tool.Said said = Tool.run("sh", file.toString(), "purge");

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(key).exists();
    assertThat(record).exists();
    assertThat(cache).doesNotExist();
    assertThat(empty).doesNotExist();
    assertThat(said.text()).contains(record.getParent().toString(), key.getParent().toString());
  }
}
