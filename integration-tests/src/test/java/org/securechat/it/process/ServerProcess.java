package org.securechat.it.process;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as an operator runs it. */
public final class ServerProcess implements AutoCloseable {

  /** How long a start may take on a busy machine; it takes ten seconds on an idle one. */
  public static final Duration START_LIMIT = Duration.ofMinutes(4);

  /** How long an orderly stop may take. */
  static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private static final Pattern READY =
      Pattern.compile("ready: chat on (\\S+):(\\d+)(?: \\S+)*, health on (https://\\S+)(?: \\S+)*");

  private final RunningProcess process;
  private final InetSocketAddress address;
  private final URI health;

  private ServerProcess(RunningProcess process, Matcher ready) {
    this.process = process;
    this.address = new InetSocketAddress(ready.group(1), Integer.parseInt(ready.group(2)));
    this.health = URI.create(ready.group(3));
  }

  /**
   * A server to be started.
   *
   * @param folder an existing folder for everything that it writes
   */
  public static Launch in(Path folder) {
    return new Launch(folder);
  }

  /** Where it says that it accepts connections; of several addresses the first. */
  public InetSocketAddress address() {
    return address;
  }

  /** Where it says that its health can be asked for. */
  public URI health() {
    return health;
  }

  /** Where a path of the administration interface is, {@code /api/v1/me} for one. */
  public URI admin(String path) {
    return health.resolve(path);
  }

  public RunningProcess process() {
    return process;
  }

  /** SIGTERM, and the exit code. */
  public int stop() {
    process.terminate();
    return process.awaitExit(STOP_LIMIT);
  }

  /** SIGKILL: no hook runs, no buffer is written. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }

  /** Everything that can be asked of a server before it starts. */
  public static final class Launch {
    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> more = new ArrayList<>();
    private List<String> options = StartOptions.all();
    private List<String> within = List.of();
    private Path data;
    private Path pki;
    private int port;

    private Launch(Path folder) {
      this.folder = folder;
      this.data = folder.resolve("data");
      this.pki = folder.resolve("pki");
    }

    public Launch data(Path chosen) {
      data = chosen;
      return this;
    }

    public Launch pki(Path chosen) {
      pki = chosen;
      return this;
    }

    public Launch port(int chosen) {
      port = chosen;
      return this;
    }

    public Launch environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** What the JVM is started with, in place of what the other servers are. */
    public Launch options(List<String> chosen) {
      options = List.copyOf(chosen);
      return this;
    }

    public Launch with(String... arguments) {
      more.addAll(List.of(arguments));
      return this;
    }

    /** By which command another one is run elsewhere, in a network of its own for example. */
    public Launch within(List<String> command) {
      within = List.copyOf(command);
      return this;
    }

    /** Starts it and does not wait. */
    public RunningProcess launch() {
      List<String> all = new ArrayList<>(options);
      all.add("-XX:+ExitOnOutOfMemoryError");
      all.add("-Djava.io.tmpdir=" + folder);
      List<String> command = new ArrayList<>(within);
      command.addAll(Installation.java("securechat-server.jar", all.toArray(String[]::new)));
      command.addAll(
          List.of(
              "--data",
              data.toString(),
              "--pki",
              pki.toString(),
              "--port",
              Integer.toString(port),
              "--admin-port",
              "0"));
      command.addAll(more);
      return RunningProcess.start("server", folder, command, environment);
    }

    /** Starts it and returns once it has said that it is ready. */
    public ServerProcess start() {
      RunningProcess process = launch();
      Matcher ready =
          process
              .awaitLine(line -> line.startsWith("ready: "), START_LIMIT)
              .map(READY::matcher)
              .filter(Matcher::matches)
              .orElseThrow(() ->
                  new AssertionError(
                      "the server did not get ready: "
                          + process.stacks()
                          + "\n"
                          + process.report()));
      return new ServerProcess(process, ready);
    }
  }
}
