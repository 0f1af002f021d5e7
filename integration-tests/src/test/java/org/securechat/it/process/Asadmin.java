package org.securechat.it.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Payara Server's command line, as an operator types it. */
public final class Asadmin {

  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final Path payara;
  private final Path folder;
  private final List<String> connection;

  /**
   * @param payara the unpacked distribution
   * @param folder where the commands run
   * @param connection the options with which every command begins
   */
  Asadmin(Path payara, Path folder, List<String> connection) {
    this.payara = payara;
    this.folder = folder;
    this.connection = connection;
  }

  /** Runs a command that has to succeed, and returns what it says. */
  public List<String> run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Installation.jdk("java"));
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-jar");
    command.add(payara.resolve("glassfish/lib/client/appserver-cli.jar").toString());
    command.addAll(connection);
    command.addAll(List.of(arguments));
    String name = "asadmin " + arguments[0];
    try (RunningProcess process = RunningProcess.start(name, folder, command, Map.of())) {
      process.endInput();
      if (process.awaitExit(LIMIT) != 0) {
        throw new AssertionError(process.report());
      }
      return process.out().lines();
    }
  }
}
