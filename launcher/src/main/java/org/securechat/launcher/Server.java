package org.securechat.launcher;

import fish.payara.micro.BootstrapException;
import fish.payara.micro.ClusterCommandResult;
import fish.payara.micro.PayaraMicroRuntime;
import fish.payara.micro.boot.AdminCommandRunner;
import fish.payara.micro.boot.PayaraMicroBoot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.securechat.launcher.boot.BootWatch;
import org.securechat.launcher.boot.StopSignals;
import org.securechat.launcher.listener.FirstRequest;
import org.securechat.launcher.listener.ListenerGuard;
import org.securechat.launcher.listener.ListenerIdentity;

/** Payara Micro with the application in it, from boot until it is ready. */
final class Server {

  /** Set by the application when it accepts connections: its addresses, separated by a space. */
  private static final String READY = "securechat.ready";

  /** Set by the application when it cannot start, or has ended by itself: why. */
  private static final String FAILED = "securechat.failed";

  /** From where the native provider of cryptography loads its library, which it unpacks itself. */
  private static final String CRYPTO_FOLDER = "com.amazon.corretto.crypto.provider.tmpdir";

  /** Which operation of the administration is asked for first does not matter. */
  private static final String FIRST_REQUEST = "/api/v1/me";

  private static final String PLAIN_FORMATTER = "com.sun.enterprise.server.logging.ODLLogFormatter";

  /** Twenty times what a boot takes. */
  private static final Duration BOOT_LIMIT = Duration.ofMinutes(3);

  private final Installation installation;
  private final UpOptions options;

  private Server(Installation installation, UpOptions options) {
    this.installation = installation;
    this.options = options;
  }

  /**
   * Starts the server and returns once connections are accepted. When the process is asked to end,
   * the application comes down first and Payara Micro after it.
   *
   * @throws StartException if it cannot be started
   */
  static void start(Installation installation, UpOptions options, PrintStream out)
      throws StartException {
    DataFolderLock data = DataFolderLock.take(options.data());
    new Server(installation, options).run(data, out);
  }

  private void run(DataFolderLock data, PrintStream out) throws StartException {
    configureApplication(data);
    // Boot takes seconds; an occupied port is reported before that.
    BindAddresses bind = options.listen().bind;
    int adminPort = bind.free(options.listen().adminPort);
    bind.free(options.listen().port);
    if (options.classic().enabled) {
      bind.free(options.classic().loginPort);
      bind.free(options.classic().chatPort);
    }
    out.println("starting: Payara Micro ...");
    BootWatch boot = BootWatch.begin(BOOT_LIMIT, System.err, () -> Runtime.getRuntime().halt(1));
    try {
      Path runtime = data.freshRuntime();
      keepLibrariesIn(Files.createDirectory(runtime.resolve("native")));
      Path logging = logging(runtime.resolve("logging.properties"));
      // Read by the first class that logs, before Payara Micro is told about the same file.
      System.setProperty("java.util.logging.config.file", logging.toString());
      EarFile.Modules modules =
          new EarFile(installation.ear()).unpack(Files.createDirectory(runtime.resolve("modules")));
      ListenerKeys keys =
          ListenerKeys.make(options.pki(), runtime, new ApplicationKeys(modules.application()));
      ListenerIdentity identity = ListenerIdentity.publish(keys.chain(), keys.authorities());
      Map<String, String> settings = listenerSettings(keys);
      PayaraMicroBoot micro = Platform.instance();
      micro
          .setRootDir(Files.createDirectory(runtime.resolve("payara")).toFile())
          .setLogPropertiesFile(logging.toFile())
          .setSslPort(adminPort)
          .setNoHazelcast(true)
          .setPrintLogo(false)
          .setPreBootHandler(commands -> beforeBoot(commands, settings))
          .setPostBootHandler(commands -> {
            boot.end();
            new AdministrationListeners(bind.names(), adminPort).add(commands);
            out.println("starting: the application, its database and its keys ...");
          })
          .addDeploymentFile(modules.connector().toFile())
          .addDeploymentFile(modules.application().toFile());
      PayaraMicroRuntime server = micro.bootStrap();
      ListenerGuard.begin(identity);
      String addresses = System.getProperty(READY);
      if (addresses == null) {
        silenceStandardOutput();
        server.shutdown();
        throw new StartException(
            System.getProperty(
                FAILED,
                "the application did not start; the reason is in the log above (more with"
                    + " --verbose)"));
      }
      out.println(
          "ready: chat on "
              + addresses
              + ", health on "
              + bind.hosts().stream()
                  .map(host -> "https://" + host + ":" + adminPort + "/health")
                  .collect(Collectors.joining(" ")));
      options.classic().announce(out);
      var _ =
          FirstRequest.send(
              URI.create("https://" + bind.hosts().getFirst() + ":" + adminPort + FIRST_REQUEST),
              keys.chain().getFirst());
      // A folder's name is that of the application.
      String application = modules.application().getFileName().toString();
      StopSignals.before(() -> {
        silenceStandardOutput();
        server.undeploy(application);
      });
      StopSignals.endOn(() -> System.getProperty(FAILED));
      CacheRenewal.later(installation);
    } catch (BootstrapException | IOException e) {
      throw new StartException("Payara Micro could not start: " + e.getMessage(), e);
    } catch (StartException e) {
      throw e;
    } catch (Exception e) {
      throw new StartException("Payara Micro could not be loaded: " + e, e);
    } finally {
      boot.end();
    }
  }

  /**
   * Payara Micro 7 prints a list of its JDBC resources while it takes them down, past its own log.
   * Standard output is for what this program says, and it says nothing after this.
   */
  private static void silenceStandardOutput() {
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  /** The application reads its configuration from here before it looks at the environment. */
  private void configureApplication(DataFolderLock data) throws StartException {
    ApplicationSetting.DATA.set(options.data().toString());
    ApplicationSetting.PKI.set(options.pki().toString());
    options.listen().settings().forEach(ApplicationSetting::set);
    options.cluster().settings().forEach(ApplicationSetting::set);
    Map<String, String> database =
        ApplicationSetting.CLUSTER_NAME.optional().filter(name -> !name.isBlank()).isPresent()
            ? DatabaseSettings.forCluster(System.getenv(), options.data())
            : DatabaseSettings.from(System.getenv(), options.data());
    database.forEach(System::setProperty);
    options.classic().settings(options.listen().bind).forEach(System::setProperty);
    ApplicationSetting.LEDGER_HOLDER.set(data.holder());
    ApplicationSetting.LEDGER_TAKE_OVER.set(Boolean.toString(options.takeOver()));
    options.heads().settings().forEach(ApplicationSetting::set);
    if (options.keyLog() != null) {
      ApplicationSetting.KEYLOG.set(options.keyLog().toAbsolutePath().toString());
    }
    System.setProperty("hazelcast.socket.bind.any", "false");
  }

  /** No other user can write there, unlike in the folder for temporary files. */
  private static void keepLibrariesIn(Path folder) {
    if (System.getProperty(CRYPTO_FOLDER) == null) {
      System.setProperty(CRYPTO_FOLDER, folder.toAbsolutePath().toString());
    }
  }

  /** What {@code pre-boot-commands.txt} leaves open. */
  private Map<String, String> listenerSettings(ListenerKeys keys) {
    return Map.of(
        "${bind}", options.listen().bind.names().getFirst(),
        "${key-store}", keys.keyStore().toString(),
        "${trust-store}", keys.trustStore().toString(),
        "${store-password}", keys.password());
  }

  private static void beforeBoot(AdminCommandRunner commands, Map<String, String> settings) {
    for (String line : resource("/pre-boot-commands.txt").lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.split(" ", 0);
      for (int i = 1; i < words.length; i++) {
        for (Map.Entry<String, String> setting : settings.entrySet()) {
          words[i] = words[i].replace(setting.getKey(), setting.getValue());
        }
      }
      ClusterCommandResult result =
          commands.run(words[0], Arrays.copyOfRange(words, 1, words.length));
      if (result.getExitStatus() == ClusterCommandResult.ExitStatus.FAILURE) {
        // As it stands in the file: what was filled in holds a password.
        throw new IllegalStateException("Payara Micro refused '" + line + "'");
      }
    }
  }

  private static String resource(String name) {
    try (InputStream in = Server.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path logging(Path file) throws IOException {
    String name = options.verbose() ? "/logging-verbose.properties" : "/logging.properties";
    String text = resource(name);
    if (options.logFormat() == UpOptions.LogFormat.JSON) {
      text = text.replace(PLAIN_FORMATTER, JsonLogFormatter.class.getName());
    }
    return Files.writeString(file, text);
  }
}
