package org.securechat.launcher;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.securechat.launcher.ApplicationSetting.Default;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code up}: runs the server in the foreground until it is told to stop. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Run the chat server in the foreground until Ctrl-C or SIGTERM.",
      "",
      "The database is an embedded one in the data folder, unless SECURECHAT_DB_URL,"
          + " SECURECHAT_DB_USER and SECURECHAT_DB_PASSWORD (or SECURECHAT_DB_PASSWORD_FILE) name"
          + " a MySQL server.",
      ""
    },
    exitCodeListHeading = LauncherMain.EXIT_CODES,
    exitCodeList = {
      "0:stopped by SIGTERM or Ctrl-C, after all clients were told and everything was written",
      "1:could not start, or another server took its database",
      "2:wrong usage"
    },
    footerHeading = LauncherMain.EXAMPLES,
    footer = {
      "  securechat up",
      "  securechat up --data /var/lib/securechat --pki /etc/securechat/pki"
    })
final class UpCommand implements Callable<Integer> {

  /** The server runs in other threads; the process must not be ended by its main thread. */
  static final int RUNNING = -1;

  static final int FAILED = 1;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:SECURECHAT_DATA:-" + Default.DATA + "}",
      description =
          "The folder of the database, for the server's user alone (default: ${DEFAULT-VALUE}).")
  Path data;

  @Option(
      names = "--pki",
      paramLabel = "DIR",
      defaultValue = "${env:SECURECHAT_PKI:-" + Default.PKI + "}",
      description = {
        "Folder with the CA, the CRL and the server's keys (default: ${DEFAULT-VALUE}).",
        "Without one, a development PKI is made there."
      })
  Path pki;

  @Option(
      names = "--require-pki",
      description = {
        "Make no development PKI: without the certificates and keys of the server in --pki the"
            + " start fails and names what is missing."
      })
  boolean requirePki;

  @Mixin ListenOptions listen = new ListenOptions();

  @Mixin ClassicOptions classic = new ClassicOptions();

  @Mixin HeadsOptions heads = new HeadsOptions();

  @Mixin ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--take-over",
      description = {
        "Start although another server still writes to this database; that one ends its sessions"
            + " and stops. On record in the audit log. For one start only."
      })
  boolean takeOver;

  @Option(
      names = "--keylog",
      paramLabel = "FILE",
      description =
          "Write the secrets of all sessions there, for a network analyser: for tests only.")
  Path keyLog;

  @Option(
      names = "--ear",
      paramLabel = "FILE",
      description = "The application (default: securechat.ear beside this program).")
  Path ear;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "${env:SECURECHAT_LOG_FORMAT:-text}",
      description =
          "text, or json: one JSON object a line, on standard error (default: ${DEFAULT-VALUE}).")
  UpOptions.LogFormat logFormat;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log what the server does, not only warnings and errors.")
  boolean verbose;

  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    try {
      classic.check(listen.bind);
      heads.check();
      cluster.check();
      Installation installation = Installation.ofThisProgram(ear);
      UpOptions options =
          new UpOptions(
              data.toAbsolutePath().normalize(),
              pki.toAbsolutePath().normalize(),
              listen,
              classic,
              heads,
              cluster,
              takeOver,
              keyLog,
              verbose,
              logFormat);
      if (!requirePki) {
        makeDevelopmentPki(installation, options.pki(), out);
      }
      PkiFiles.require(options.pki());
      Server.start(installation, options, out);
      return RUNNING;
    } catch (StartException e) {
      System.err.println("securechat: " + e.getMessage());
      return FAILED;
    }
  }

  private void makeDevelopmentPki(Installation installation, Path folder, PrintStream out)
      throws StartException {
    DevelopmentPki.makeIfMissing(installation, folder, classic.enabled, out);
    if (classic.enabled) {
      DevelopmentPki.makeClassicIfMissing(installation, folder, out);
    }
  }
}
