package org.securechat.it.testbed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.securechat.it.process.Installation;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.process.StartOptions;

/** The client as a user runs it. */
public final class ClientProcess {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private ClientProcess() {}

  /** What a user has set in the environment; the password stands nowhere else. */
  public static Map<String, String> environment(
      TestBed bed, String user, String password, Path home) {
    return Map.of(
        "SECURECHAT_USER",
        user,
        "SECURECHAT_PASSWORD",
        password,
        "SECURECHAT_SERVER",
        bed.server().address().getHostString() + ":" + bed.server().address().getPort(),
        "SECURECHAT_PKI",
        bed.pki().root().toString(),
        "SECURECHAT_HOME",
        home.toString());
  }

  /** Starts the client and leaves it running. */
  public static RunningProcess start(
      Path folder, Map<String, String> environment, String... arguments) {
    List<String> command =
        Installation.java("securechat-client.jar", StartOptions.ofClients().toArray(String[]::new));
    command.addAll(List.of(arguments));
    return RunningProcess.start("client " + arguments[0], folder, command, environment);
  }

  /** Runs the client without input until it ends. */
  public static Result run(Path folder, Map<String, String> environment, String... arguments) {
    try (RunningProcess process = start(folder, environment, arguments)) {
      process.endInput();
      int exit = process.awaitExit(LIMIT);
      return new Result(exit, process.out().text(), process.err().text());
    }
  }

  /** How a run ended and what it said. */
  public record Result(int exit, String out, String err) {}
}
