package org.securechat.it.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.securechat.it.evidence.EvidenceCase.Judgement;

/** Runs the bundles' own {@code verify.sh}, in any shell. */
final class Script {
  static final Path RESOURCES =
      Path.of("..", "protocol-module", "src", "main", "resources")
          .resolve("org/securechat/protocol/evidence")
          .toAbsolutePath()
          .normalize();
  private static final Path SCRIPT = RESOURCES.resolve("verify.sh");
  private static final List<List<String>> SHELLS =
      List.of(List.of("dash"), List.of("bash"), List.of("busybox", "ash"));
  private static final long LIMIT_SECONDS = 300;

  private Script() {}

  /** The shells of this machine that the script is tested in. */
  static List<List<String>> shells() {
    return SHELLS.stream().filter(shell -> isInstalled(shell.get(0))).toList();
  }

  static boolean isInstalled(String program) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** What the script says of a case. */
  static Judgement judge(List<String> shell, EvidenceCase given) throws IOException {
    List<String> command = new ArrayList<>(shell);
    command.add(SCRIPT.toString());
    for (Path list : given.given("list-")) {
      command.addAll(List.of("--crl", list.toString()));
    }
    if (given.excusesRoots()) {
      command.add("--roots-without-list");
    }
    command.addAll(List.of("--bundle", given.bundle().toString()));
    given.given("authority-").forEach(file -> command.add(file.toString()));
    Run run = run(given.folder(), Map.of(), command);
    return new Judgement(run.verdict(), run.codes());
  }

  /** Runs a command until it ends. */
  static Run run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    // Into a file: a pipe that is not emptied would stop the process.
    Path said = Files.createTempFile("verify", ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("did not end: " + command);
      }
      return new Run(process.exitValue(), Files.readString(said, StandardCharsets.ISO_8859_1));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    } finally {
      process.destroyForcibly();
      Files.delete(said);
    }
  }

  /** How a run ended and all that it said. */
  record Run(int exit, String output) {
    private static final String VERDICT = "VERDICT: ";

    /** The verdict, if the exit status is that of this verdict; otherwise all that was said. */
    String verdict() {
      String last = output.lines().reduce("", (_, line) -> line);
      String verdict = last.startsWith(VERDICT) ? last.substring(VERDICT.length()) : "";
      int expected =
          switch (verdict) {
            case "VERIFIED" -> 0;
            case "FAILED", "INCOMPLETE" -> 1;
            case "NEEDS A NEWER VERIFIER" -> 3;
            default -> -1;
          };
      return exit == expected ? verdict : "exit " + exit + ": " + output;
    }

    List<String> codes() {
      return output
          .lines()
          .filter(line -> line.startsWith("FAILED  ") || line.startsWith("INCOMPLETE  "))
          .map(line -> line.split(" +", 3)[1])
          .toList();
    }
  }
}
