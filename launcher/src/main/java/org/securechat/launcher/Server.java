package org.securechat.launcher;

import fish.payara.micro.BootstrapException;
import fish.payara.micro.PayaraMicroRuntime;
import fish.payara.micro.boot.AdminCommandRunner;
import fish.payara.micro.boot.PayaraMicroBoot;
import fish.payara.micro.boot.PayaraMicroLauncher;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** Payara Micro with the application in it, from boot to shutdown. */
final class Server {

  /** Set by the application when it accepts connections: its addresses, separated by a space. */
  static final String READY = "securechat.ready";

  private final Installation installation;
  private final ServerOptions options;
  private final Path work;

  private Server(Installation installation, ServerOptions options) throws IOException {
    this.installation = installation;
    this.options = options;
    this.work = Files.createTempDirectory("securechat-");
  }

  /**
   * Starts the server and returns once connections are accepted.
   *
   * @throws StartException if it cannot be started; nothing is left running or on disk then
   */
  static void start(Installation installation, ServerOptions options, PrintStream out)
      throws StartException {
    Server server;
    try {
      Files.createDirectories(options.data());
      server = new Server(installation, options);
    } catch (IOException e) {
      throw new StartException("cannot use the data folder " + options.data(), e);
    }
    server.run(out);
  }

  private void run(PrintStream out) throws StartException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::deleteWork, "securechat-clean-up"));
    configureApplication();
    try {
      int adminPort = options.adminPort() == 0 ? freePort() : options.adminPort();
      EarFile.Modules modules =
          new EarFile(installation.ear()).unpack(Files.createDirectories(work.resolve("modules")));
      PayaraMicroBoot micro = PayaraMicroLauncher.getBootClass();
      micro
          .setRootDir(Files.createDirectories(work.resolve("runtime")).toFile())
          .setLogPropertiesFile(logging().toFile())
          .setHttpPort(adminPort)
          .setNoHazelcast(true)
          .setPrintLogo(false)
          .setPreBootHandler(this::beforeBoot)
          .addDeploymentFile(modules.connector().toFile())
          .addDeploymentFile(modules.application().toFile());
      addDrivers(micro);
      PayaraMicroRuntime runtime = micro.bootStrap();
      String addresses = System.getProperty(READY);
      if (addresses == null) {
        runtime.shutdown();
        throw new StartException(
            "the application did not start; the reason is in the log above (try --verbose)");
      }
      out.println(
          "ready: chat on " + addresses + ", health on http://" + options.bind() + ":" + adminPort);
    } catch (StartException e) {
      throw e;
    } catch (BootstrapException | IOException e) {
      throw new StartException("Payara Micro could not start: " + e.getMessage(), e);
    } catch (Exception e) {
      throw new StartException("Payara Micro could not be loaded: " + e, e);
    }
  }

  /**
   * The application reads these through MicroProfile Config; variables it was given stand above.
   */
  private void configureApplication() {
    System.setProperty("securechat.data", options.data().toString());
    System.setProperty("securechat.pki", options.pki().toString());
    System.setProperty("securechat.bind", options.bind());
    System.setProperty("securechat.port", Integer.toString(options.port()));
    System.setProperty("hazelcast.socket.bind.any", "false");
    System.setProperty("java.net.preferIPv4Stack", "false");
  }

  private void beforeBoot(AdminCommandRunner commands) {
    String config = "configs.config.server-config.";
    for (String listener : new String[] {"http-listener", "https-listener"}) {
      commands.run(
          "set",
          config
              + "network-config.network-listeners.network-listener."
              + listener
              + ".address="
              + options.bind());
    }
    commands.run("set", config + "phone-home-runtime-configuration.enabled=false");
  }

  private void addDrivers(PayaraMicroBoot micro) throws IOException {
    try (Stream<Path> drivers = Files.list(installation.drivers())) {
      drivers.sorted().forEach(driver -> micro.addLibrary(driver.toFile()));
    }
  }

  private Path logging() throws IOException {
    String name = options.verbose() ? "logging-verbose.properties" : "logging.properties";
    Path file = work.resolve("logging.properties");
    try (InputStream in = Server.class.getResourceAsStream("/" + name)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(options.bind()))) {
      return socket.getLocalPort();
    }
  }

  private void deleteWork() {
    try (Stream<Path> files = Files.walk(work)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // A temporary folder that cannot be deleted is the operating system's to clean.
      return;
    }
  }
}
