package org.securechat.it.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.command.SecureChatCommand;
import org.securechat.launcher.LauncherMain;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Manual pages and completion scripts have every command and option of both programs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManualTest {
  private static final String BASH = "bash-completion/completions/securechat";
  private static final String ZSH = "zsh/site-functions/_securechat";
  private static final String FISH = "fish/vendor_completions.d/securechat.fish";

  @TempDir private static Path share;
  private final Map<String, CommandLine> commands = new TreeMap<>();

  @BeforeAll
  void write() {
    int code =
        SecureChatCommand.line()
            .execute(
                "manual",
                "--to=" + share,
                "--on=2026-11-22T00:00:00Z",
                "--release=1.2.3",
                "--server-class=" + LauncherMain.class.getName());
    assertThat(code).isZero();
    collect("securechat", SecureChatCommand.line());
    collect("securechat", LauncherMain.commandLine());
  }

  /** The server's own descriptions come last, in the place of what the client says of them. */
  private void collect(String words, CommandLine line) {
    if (!line.getCommandSpec().usageMessage().hidden()) {
      if (!words.equals("securechat") || !commands.containsKey(words)) {
        commands.put(words, line);
      }
      line.getSubcommands().forEach((name, below) -> collect(words + " " + name, below));
    }
  }

  private Path page(String words) {
    return share.resolve("man/man1/" + words.replace(' ', '-') + ".1.gz");
  }

  private String text(String words) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(page(words)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> options(CommandLine line) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : line.getCommandSpec().options()) {
      if (!option.hidden()) {
        names.addAll(List.of(option.names()));
      }
    }
    return names;
  }

  @Test
  void everyCommandHasItsPageWithAllOptions() throws Exception {
    for (Map.Entry<String, CommandLine> command : commands.entrySet()) {
      String words = command.getKey();
      String plain = text(words).replace("\\-", "-");
      assertThat(plain)
          .as(words)
          .contains(".SH \"NAME\"\n" + words.replace(' ', '-') + " - ")
          .contains(".SH \"SYNOPSIS\"\n.B " + words + "\n")
          .contains(".SH \"DESCRIPTION\"", ".SH \"OPTIONS\"", ".SH \"ENVIRONMENT\"")
          .contains("\"SecureChat 1.2.3\"", "2026-11-22");
      assertThat(options(command.getValue()))
          .as(words)
          .allSatisfy(name -> assertThat(plain).contains("\\fB" + name + "\\fR"));
      assertThat(command.getValue().getSubcommands().values())
          .filteredOn(below -> !below.getCommandSpec().usageMessage().hidden())
          .allSatisfy(
              below -> assertThat(plain).contains("\\fB" + below.getCommandName() + "\\fR"));
      if (!words.equals("securechat help")) {
        assertThat(plain).as(words).contains(".SH \"EXIT STATUS\"", ".SH \"EXAMPLES\"");
      }
      assertThat(plain.contains(".SH \"SEE ALSO\"")).as(words).isTrue();
    }
    try (Stream<Path> pages = Files.list(share.resolve("man/man1"))) {
      assertThat(pages).hasSize(commands.size());
    }
  }

  @Test
  void theServersCommandsAreDescribedByTheServer() throws Exception {
    assertThat(text("securechat up"))
        .contains("\\-\\-require\\-pki", "SECURECHAT_DB_PASSWORD_FILE");
    assertThat(text("securechat up")).doesNotContain("The script");
  }

  @Test
  void everyVariableThatIsADefaultIsExplained() throws Exception {
    StringBuilder all = new StringBuilder();
    for (String words : commands.keySet()) {
      all.append(text(words));
    }
    TreeSet<String> read = new TreeSet<>();
    for (String module : List.of("client-app", "launcher")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
        for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
          Pattern.compile("\\$\\{env:(\\w+)|getenv\\(\"(SECURECHAT_\\w+)")
              .matcher(Files.readString(file))
              .results()
              .forEach(found -> read.add(found.group(1) == null ? found.group(2) : found.group(1)));
        }
      }
    }
    assertThat(read).contains("SECURECHAT_PKI", "SECURECHAT_BIND");
    assertThat(read).allSatisfy(name -> assertThat(all).contains("\\fB" + name + "\\fR"));
  }

  @ParameterizedTest
  @ValueSource(strings = {BASH, ZSH, FISH})
  void everyCommandAndOptionIsCompleted(String file) throws Exception {
    String script = Files.readString(share.resolve(file));
    for (Map.Entry<String, CommandLine> command : commands.entrySet()) {
      String words = command.getKey();
      assertThat(script).as(words).contains(words.substring(words.lastIndexOf(' ') + 1));
      assertThat(options(command.getValue()))
          .as("%s in %s", words, file)
          .allSatisfy(name ->
              assertThat(script)
                  .containsAnyOf(
                      "'" + name + "'",
                      name + "[",
                      name + "=[",
                      " -l " + name.replaceFirst("^--", "") + " ",
                      " -s " + name.replaceFirst("^-", "") + " "));
    }
  }

  @Test
  void noReaderOfManualPagesWarns() throws Exception {
    assumeTrue(
        Tool.find("mandoc").isPresent() || Tool.find("groff").isPresent(),
        "neither mandoc nor groff is installed");
    for (String words : commands.keySet()) {
      Path plain = share.resolve("plain.1");
      Files.writeString(plain, text(words));
      if (Tool.find("mandoc").isPresent()) {
        assertThat(Tool.run("mandoc", "-Tlint", "-Wwarning", plain.toString()).text())
            .as(words)
            .isEmpty();
      }
      if (Tool.find("groff").isPresent()) {
        assertThat(Tool.run("groff", "-man", "-Tutf8", "-ww", "-z", plain.toString()).text())
            .as(words)
            .isEmpty();
      }
      Files.delete(plain);
    }
  }

  @Test
  void aPageIsReadByMan() throws Exception {
    Tool.Said said = Tool.run("man", "-l", page("securechat send").toString());

    assertThat(said.code()).isZero();
    assertThat(said.text()).contains("securechat send", "--room=ROOM", "EXIT STATUS");
  }

  @ParameterizedTest
  @CsvSource({"bash, " + BASH, "zsh, " + ZSH, "fish, " + FISH})
  void theShellUnderstandsItsScript(String shell, String file) throws Exception {
    assertThat(Tool.run(shell, "-n", share.resolve(file).toString()))
        .isEqualTo(new Tool.Said(0, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "re, register receipt restore",
    "admin us, users",
    "pki issue --ty, --type",
    "pki issue --type , client server receipt",
    "up --req, --require-pki",
    "backup ver, verify"
  })
  void bashCompletes(String typed, String expected) throws Exception {
    String line = typed.endsWith("type") ? typed + " " : typed;
    String script =
        """
        source '%s'
        compopt() { :; } # Works within a completion alone.
        COMP_WORDS=(securechat %s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        COMP_LINE='securechat %s'; COMP_POINT=${#COMP_LINE}
        _complete_securechat
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(share.resolve(BASH), line.endsWith(" ") ? line + "''" : line, line);

    Tool.Said said = Tool.run("bash", "--norc", "-c", script);

    assertThat(said.text().lines().map(String::strip).toList())
        .as(said.text())
        .containsExactlyInAnyOrder(expected.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource({
    "re, register receipt restore",
    "admin us, users",
    "pki issue --ty, --type",
    "up --req, --require-pki",
    "backup ver, verify"
  })
  void fishCompletes(String typed, String expected) throws Exception {
    Tool.Said said =
        Tool.run(
            "fish",
            "--no-config",
            "-c",
            "source '%s'; complete -C 'securechat %s'".formatted(share.resolve(FISH), typed));

    assertThat(said.text().lines().map(line -> line.replaceFirst("\t.*", "")).toList())
        .as(said.text())
        .contains(expected.split(" ", -1));
  }
}
