package org.securechat.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A MySQL or MariaDB server of a test's own: an empty one in a folder of its own on a free port of
 * the loopback address, set up by {@code setup-mysql.sql} as an operator does it. It ends with this
 * process at the latest, and leaves nothing behind.
 *
 * <p>Its user must have Connector/J on the class path.
 */
public final class DatabaseServer implements AutoCloseable {

  /** The account that {@code setup-mysql.sql} makes. */
  public static final String USER = "securechat";

  /** May do everything: make more databases, end other people's connections. */
  public static final String ADMINISTRATOR = "tests";

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private static final String FIRST_OPTIONS =
      "?connectTimeout=5000&socketTimeout=60000&fallbackToSystemKeyStore=false";

  private final Path folder;
  private final String password = UUID.randomUUID().toString();
  private final int port;
  private final DatabaseWatchdog keeper;

  private DatabaseServer(Product product, Path folder) throws IOException {
    this.folder = folder;
    this.port = freePort();
    initialise(product);
    Path statements = Files.writeString(folder.resolve("init.sql"), setUp());
    List<String> options =
        new ArrayList<>(
            List.of(
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--init-file=" + statements));
    options.addAll(product.service());
    this.keeper = new DatabaseWatchdog(folder, product.on(data(), options));
    start();
    // Once is enough: a restart finds it done.
    Files.writeString(statements, "");
  }

  /**
   * The server that this build has been asked to test with, by {@code -Pmysql} or {@code
   * -Pmariadb}: newly started, for the caller to close.
   *
   * @return nothing without a profile
   * @throws IllegalStateException if it cannot run on this machine; the message says what is
   *     missing
   */
  public static Optional<DatabaseServer> ofThisBuild() {
    String name = System.getProperty("securechat.test.database", "");
    return name.isBlank()
        ? Optional.empty()
        : Optional.of(start(Product.valueOf(name.toUpperCase(Locale.ROOT))));
  }

  private static DatabaseServer start(Product product) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("securechat-db-");
      return new DatabaseServer(product, folder);
    } catch (IOException | RuntimeException e) {
      remove(folder);
      throw new IllegalStateException("cannot start " + product + ": " + e.getMessage(), e);
    }
  }

  private static void remove(Path folder) {
    if (folder == null || !Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void initialise(Product product) throws IOException {
    Path statements = folder.resolve("initial.sql");
    product.writeInitialStatements(statements);
    Path log = folder.resolve("log");
    List<String> options = new ArrayList<>(product.initialisation());
    options.add("--socket=" + folder.resolve("socket"));
    Files.createDirectory(data());
    Process process =
        new ProcessBuilder(product.on(data(), options))
            .redirectInput(statements.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(product.missing() + "\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The operator's script as a start-up file has to be: each statement on one line. */
  private String setUp() throws IOException {
    try (InputStream in = DatabaseServer.class.getResourceAsStream("/setup-mysql.sql")) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String statements =
          script
              .replaceAll("(?m)^--.*$", "")
              .replaceAll("\\s+", " ")
              .replace("CHANGE_THIS_PASSWORD", password)
              .replace("; ", ";\n");
      return statements.strip()
          + "\nCREATE USER '%s'@'localhost' IDENTIFIED BY '%s';".formatted(ADMINISTRATOR, password)
          + "\nGRANT ALL ON *.* TO '%s'@'localhost';\n".formatted(ADMINISTRATOR);
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  /** The address of a database, for Connector/J. */
  public String url(String database) {
    return "jdbc:mysql://127.0.0.1:" + port + "/" + database;
  }

  /** Of both accounts. */
  public String password() {
    return password;
  }

  /** Starts it, again after a {@link #kill} on the same data, and waits until it answers. */
  public void start() {
    keeper.start();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try {
        administrator("SELECT 1");
        return;
      } catch (SQLException e) {
        if (System.nanoTime() > deadline) {
          String said = log();
          close();
          throw new IllegalStateException("the database does not answer; it said:\n" + said, e);
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** SIGKILL, as if the power had failed. */
  public void kill() {
    keeper.kill();
  }

  /** Lets it do nothing at all, as a machine that is suspended does, until {@link #resume}. */
  public void suspend() {
    signal("-STOP");
  }

  public void resume() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      String pid = Files.readString(folder.resolve("pid")).strip();
      if (new ProcessBuilder("kill", signal, pid).start().waitFor() != 0) {
        throw new IllegalStateException("kill " + signal + " " + pid);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Executes a statement as the administrator. */
  public void administrator(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url("") + FIRST_OPTIONS, ADMINISTRATOR, password);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What the server has logged. */
  public String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** Ends it and removes its folder. */
  @Override
  public void close() {
    keeper.close();
  }
}
