package org.securechat.it.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.it.evidence.Script.Run;
import org.securechat.it.secondlanguage.Python;
import org.securechat.protocol.crypto.Digests;

/** The script in a bundle gives its verdict wherever and however it is called. */
class VerifyScriptTest {
  private static final String CASE = "a-true-record";

  /** Every how many calls of a tool one is ended. */
  private static final int STEP = Integer.getInteger("faults", 150);

  @TempDir Path temp;
  private Path given;

  private int runs;

  @BeforeEach
  void makeBundle() {
    Optional<Python> python = Python.installed();
    assumeTrue(python.isPresent(), "Python with the package cryptography is not installed");
    assumeTrue(Script.isInstalled("openssl"), "openssl is not installed");
    python.get().script("securechat_cases.py", "--named", "--only", CASE, temp.toString());
    given = temp.resolve(CASE);
    assertThat(given.resolve("bundle/verify.sh")).exists();
  }

  @Test
  void folderOfAnyNameIsJudged() throws IOException {
    for (String name :
        List.of("-n", "a b", "it's", "$(exit 9)", "*", "a=b", "\u00fc", "a\nb", "-")) {
      Path folder = given.resolve(name);
      Files.move(given.resolve("bundle"), folder);
      switch (runs % 3) {
        case 0 -> verified(given, Map.of(), "./" + name + "/verify.sh", "authority-1.der");
        case 1 -> verified(folder, Map.of(), "verify.sh", "../authority-1.der");
        default -> {
          String trusted = Script.RESOURCES + "/verify.sh";
          verified(folder, Map.of(), trusted, "--bundle", ".", "../authority-1.der");
        }
      }
      Files.move(folder, given.resolve("bundle"));
    }
  }

  @Test
  void folderThatIsALinkIsFollowed() throws IOException {
    Files.createSymbolicLink(given.resolve("link"), Path.of("bundle"));
    verified(given, Map.of(), "link/verify.sh", "authority-1.der");
  }

  @Test
  void environmentDecidesNothing() throws IOException {
    Path odd = Files.createDirectory(temp.resolve("a b\\t *"));
    Files.createDirectories(temp.resolve("elsewhere/bundle"));
    for (Map<String, String> environment :
        List.of(
            Map.of("TMPDIR", odd.toString()),
            Map.of("CDPATH", temp.resolve("elsewhere").toString()),
            Map.of("LC_ALL", "tr_TR.UTF-8", "LANG", "tr_TR.UTF-8"),
            Map.of("IFS", "/", "TZ", "Pacific/Auckland"),
            Map.of("POSIXLY_CORRECT", "1"))) {
      verified(given, environment, "bundle/verify.sh", "authority-1.der");
    }
    assertThat(odd).isEmptyDirectory();
  }

  @Test
  void folderThatCannotBeWrittenToIsJudgedAndStaysAsItIs() throws IOException {
    List<String> before = tree();
    assertThat(given.resolve("bundle").toFile().setWritable(false)).isTrue();
    verified(given, Map.of(), "bundle/verify.sh", "authority-1.der");
    assertThat(given.resolve("bundle").toFile().setWritable(true)).isTrue();
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void authorityAsPemIsTaken() throws IOException {
    Path pem = given.resolve("ca.pem");
    String[] convert = {
      "openssl", "x509", "-inform", "DER", "-in", "authority-1.der", "-out", "ca.pem"
    };
    assertThat(Script.run(given, Map.of(), List.of(convert)).exit()).isZero();
    Files.writeString(pem, "what stands around it\n" + Files.readString(pem));
    verified(given, Map.of(), "bundle/verify.sh", "ca.pem");
  }

  @Test
  void wrongUsageIsNoVerdict() throws IOException {
    for (List<String> arguments :
        List.of(
            List.<String>of(),
            List.of("missing.der"),
            List.of("--crl", "authority-1.der"),
            List.of("--crl"),
            List.of("--unknown", "authority-1.der"),
            List.of("bundle/transcript.txt"),
            List.of("--crl", "bundle/members.txt", "authority-1.der"),
            List.of("--bundle", "missing", "authority-1.der"))) {
      List<String> command = new ArrayList<>(List.of("sh", "bundle/verify.sh"));
      command.addAll(arguments);
      Run run = Script.run(given, Map.of(), command);
      assertThat(run.exit()).as("%s: %s", arguments, run.output()).isEqualTo(2);
      assertThat(run.output()).contains("usage:").doesNotContain("VERDICT");
    }
  }

  /**
   * Each tool in its turn ends without a word, or the shell that it works for: as under a limit of
   * memory, or on a full disk. What such a run did not see must not be taken for good.
   */
  @ParameterizedTest
  @ValueSource(strings = {"", "yes"})
  void aToolThatIsEndedMakesNoBadRecordGood(String itsShellToo) throws Exception {
    assumeTrue(Script.isInstalled("flock"), "flock is not installed");
    Path signature = given.resolve("bundle/receipt.sig");
    byte[] bytes = Files.readAllBytes(signature);
    bytes[bytes.length - 1] ^= 1;
    Files.write(signature, bytes);
    Path tools = mortalTools();
    int calls = callsUntil(0, itsShellToo, tools);
    assertThat(calls).isGreaterThan(100);
    for (int victim = 1 + STEP / 2; victim <= calls; victim += STEP) {
      callsUntil(victim, itsShellToo, tools);
    }
  }

  /** The tools of the script, each of which counts its calls and ends one of them. */
  private Path mortalTools() throws IOException {
    Path tools = Files.createDirectory(temp.resolve("tools"));
    for (String tool :
        List.of(
            "awk",
            "cat",
            "cmp",
            "cut",
            "find",
            "grep",
            "head",
            "od",
            "openssl",
            "sed",
            "sha256sum",
            "sort",
            "tail",
            "tr",
            "uniq",
            "wc",
            "xargs")) {
      Path file = tools.resolve(tool);
      Files.writeString(
          file,
          """
          #!/bin/sh
          PATH=$REAL_PATH
          n=$(flock "$COUNT.lock" sh -c 'n=$(($(cat "$COUNT") + 1)); echo $n > "$COUNT"; echo $n')
          if [ "$n" = "$VICTIM" ]; then
            [ -z "$WITH_SHELL" ] || kill -9 $PPID
            kill -9 $$
          fi
          exec %s "$@"
          """
              .formatted(tool));
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    return tools;
  }

  /** Runs the script; it may end without a verdict, and any that it gives is that of the record. */
  private int callsUntil(int victim, String itsShellToo, Path tools) throws IOException {
    Path count = temp.resolve("count");
    Files.writeString(count, "0");
    String path = System.getenv("PATH");
    Script.Run run =
        Script.run(
            given,
            Map.of(
                "COUNT",
                count.toString(),
                "VICTIM",
                Integer.toString(victim),
                "WITH_SHELL",
                itsShellToo,
                "REAL_PATH",
                path,
                "PATH",
                tools + ":" + path),
            List.of("sh", "bundle/verify.sh", "authority-1.der"));
    if (victim == 0 || run.output().contains("VERDICT")) {
      assertThat(run.verdict()).as("call %d: %s", victim, run.output()).isEqualTo("FAILED");
    } else {
      assertThat(run.exit()).as("call %d: %s", victim, run.output()).isNotIn(0, 1, 3);
    }
    return Integer.parseInt(Files.readString(count).strip());
  }

  @Test
  void readmeIsTheOneThatTheScriptKnows() throws IOException {
    assertThat(Files.readString(Script.RESOURCES.resolve("verify.sh")))
        .contains("\nreadme=" + sha256("README.txt") + "\n");
  }

  @Test
  void publishedHashesAreThoseOfTheFiles() throws IOException {
    assertThat(Files.readString(Path.of("..", "docs", "EVIDENCE.md")))
        .contains("    " + sha256("verify.sh") + "  verify.sh\n")
        .contains("    " + sha256("README.txt") + "  README.txt\n");
  }

  private static String sha256(String resource) throws IOException {
    return HexFormat.of()
        .formatHex(Digests.sha256(Files.readAllBytes(Script.RESOURCES.resolve(resource))));
  }

  private List<String> tree() throws IOException {
    try (Stream<Path> files = Files.walk(given.resolve("bundle"))) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  /** In one shell after the other, since each run takes a second. */
  private void verified(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<List<String>> shells = Script.shells();
    List<String> command = new ArrayList<>(shells.get(runs++ % shells.size()));
    command.addAll(List.of(arguments));
    Run run = Script.run(folder, environment, command);
    assertThat(run.output()).as("only what can be printed").matches("[ -~\n]*");
    assertThat(run.verdict()).as("%s in %s", command, folder).isEqualTo("VERIFIED");
  }
}
