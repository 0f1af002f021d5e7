package org.securechat.it.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.it.process.Installation;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.testbed.Folders;

/** The client alone, unpacked where nothing else is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientZipIT {
  private static final Path BUILT = Path.of("../client-distribution/target").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long LARGEST = 25_000_000;

  private final Path folder = Folders.create();
  private Path home;

  @BeforeAll
  void unpack() throws IOException {
    Path zip = built(".zip");
    assertThat(Files.size(zip)).isLessThan(LARGEST);
    try (RunningProcess unzip =
        RunningProcess.start("unzip", folder, List.of("unzip", "-q", zip.toString()), Map.of())) {
      unzip.endInput();
      assertThat(unzip.awaitExit(LIMIT)).as(unzip.report()).isZero();
    }
    home = folder.resolve(zip.getFileName().toString().replace(".zip", ""));
  }

  @AfterAll
  void delete() {
    Folders.delete(folder);
  }

  private static Path built(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(BUILT)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no *" + suffix + " in " + BUILT));
    }
  }

  private RunningProcess run(String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(home.resolve("securechat").toString()), Stream.of(arguments))
            .toList();
    Path java = Path.of(Installation.jdk("java")).getParent().getParent();
    RunningProcess process =
        RunningProcess.start(
            "client", folder, command, Map.of("JAVA_HOME", java.toString(), "NO_COLOR", "1"));
    process.endInput();
    return process;
  }

  @Test
  void itHasAllThatAPersonNeeds() throws IOException {
    for (String file :
        List.of(
            "README.md",
            "LICENSE",
            "VERSION",
            "lib/securechat-client.jar",
            "licenses/THIRD-PARTY.txt",
            "share/man/man1/securechat-send.1.gz")) {
      assertThat(home.resolve(file)).isNotEmptyFile();
    }
    assertThat(Files.getPosixFilePermissions(home.resolve("securechat")))
        .contains(PosixFilePermission.OTHERS_EXECUTE);
    assertThat(home.resolve("VERSION")).content().contains("client 1.").doesNotContain("${");
    assertThat(home.resolve("server")).doesNotExist();
  }

  @Test
  void theReadmeSpeaksOfCommandsAndFilesThatAreThere() throws Exception {
    String readme = Files.readString(home.resolve("README.md"));
    Set<String> commands = new TreeSet<>();
    Pattern.compile("\\./securechat ([a-z]+)")
        .matcher(readme)
        .results()
        .forEach(command -> commands.add(command.group(1)));

    assertThat(commands).contains("chat", "verify").doesNotContain("up", "demo");
    for (String command : commands) {
      try (RunningProcess help = run(command, "--help")) {
        assertThat(help.awaitExit(LIMIT)).as(help.report()).isZero();
      }
    }
    assertThat(readme).doesNotContain("](docs/", "mvnw", "distribution/");
  }

  @Test
  void noCommandOfAServerIsOffered() throws Exception {
    try (RunningProcess help = run("--help")) {
      assertThat(help.awaitExit(LIMIT)).isZero();
      assertThat(help.out().text())
          .contains("  chat ", "  verify ", "  completion ")
          .doesNotContain("  up ", "  backup ", "  demo ", "securechat up", "securechat demo");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "backup", "restore", "prepare"})
  void whoAsksForAServerIsToldWhatToInstall(String command) throws Exception {
    try (RunningProcess process = run(command)) {
      assertThat(process.awaitExit(LIMIT)).isEqualTo(1);
      assertThat(process.err().text()).contains("Install the server").hasLineCount(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void theShellsScriptIsPrinted(String shell) throws Exception {
    try (RunningProcess process = run("completion", shell)) {
      assertThat(process.awaitExit(LIMIT)).as(process.report()).isZero();
      assertThat(process.out().text())
          .contains("securechat", "verify")
          .doesNotContain("--take-over");
    }
  }

  @Test
  void everyLibraryIsInItsBillOfMaterials() throws Exception {
    assertThat(Files.readString(built(".cdx.json")))
        .contains("pkg:maven/info.picocli/picocli@", "pkg:maven/org.jline/jline@")
        .doesNotContain("payara", "flyway", "mysql");
  }
}
