package org.securechat.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.securechat.launcher.ApplicationSetting.Default;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backup}: the whole database in one file, whether or not the server runs. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Write everything in the database into one file: accounts, rooms, transcripts, receipts,"
          + " the audit log. The server may be running.",
      "",
      "The file holds password verifiers and the server's secrets. Only you can read it; keep"
          + " every copy of it as safe. The keys in the PKI folder are not in it.",
      "",
      "The database is the one that 'securechat up' would use: an embedded one in the data folder,"
          + " or what SECURECHAT_DB_URL, _USER and _PASSWORD (or _PASSWORD_FILE) name.",
      ""
    },
    exitCodeListHeading = LauncherMain.EXIT_CODES,
    exitCodeList = {"0:done", "1:failed, and no file is left", "2:wrong usage"},
    footerHeading = LauncherMain.EXAMPLES,
    footer = {
      "  securechat backup --data /var/lib/securechat --to today.zip",
      "  securechat backup verify today.zip"
    })
final class BackupCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "The file to write; it must not exist.")
  Path to;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:SECURECHAT_DATA:-" + Default.DATA + "}",
      description = "The server's data folder (default: ${DEFAULT-VALUE}).")
  Path data;

  @Option(names = "--json", description = "Print what was done as JSON.")
  boolean json;

  @Option(names = "--ear", paramLabel = "FILE", hidden = true)
  Path ear;

  @Override
  public Integer call() {
    if (to == null) {
      throw new CommandLine.ParameterException(spec.commandLine(), "Missing option --to=FILE");
    }
    ToolOutput output = new ToolOutput(json, System.out, System.err);
    try {
      Path target = to.toAbsolutePath().normalize();
      if (Files.exists(target)) {
        throw new StartException(target + " exists already");
      }
      Map<String, Object> answer = new TreeMap<>(backup(target, output));
      answer.put("file", target.toString());
      output.done(
          "%s: %s rows in %s tables, and %s files%s, as of %s"
              .formatted(
                  target,
                  answer.get("rows"),
                  answer.get("tables"),
                  answer.get("files"),
                  RestoreCommand.missing(answer),
                  answer.get("created_at")),
          answer);
      return CommandLine.ExitCode.OK;
    } catch (StartException e) {
      output.failed(e);
      return UpCommand.FAILED;
    }
  }

  private Map<String, Object> backup(Path target, ToolOutput output) throws StartException {
    Path folder = data.toAbsolutePath().normalize();
    Map<String, String> environment = System.getenv();
    Map<String, String> request = new TreeMap<>(DatabaseSettings.forTools(environment, folder));
    if (DatabaseSettings.isEmbedded(environment)) {
      if (!Files.exists(folder.resolve("securechat.mv.db"))) {
        throw new StartException("there is no database in " + folder);
      }
      Optional<DataFolderLock> free = DataFolderLock.tryTake(folder);
      if (free.isEmpty()) {
        return new BackupRequest(folder, output.progress()).into(target);
      }
    }
    request.put(ApplicationSetting.FILES_FOLDER.key(), RestoreCommand.files(environment, folder));
    request.put("command", "backup");
    request.put("file", target.toString());
    return ApplicationTool.call(Installation.ofThisProgram(ear), request, output.progress());
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Restore a backup into a temporary database, and verify everything in it as"
            + " 'securechat restore' does.",
        ""
      },
      exitCodeListHeading = LauncherMain.EXIT_CODES,
      exitCodeList = {"0:it can be restored", "1:it cannot", "2:wrong usage"},
      footerHeading = LauncherMain.EXAMPLES,
      footer = "  securechat backup verify --pki /etc/securechat/pki today.zip")
  int verify(
      @Parameters(paramLabel = "FILE", description = "The backup.") Path file,
      @Option(
              names = "--pki",
              paramLabel = "DIR",
              defaultValue = "${env:SECURECHAT_PKI:-" + Default.PKI + "}",
              description =
                  "Folder with ca.pem and issued/receipt.pem (default: ${DEFAULT-VALUE}).")
          Path pki,
      @Option(names = "--json", description = "Print what was found as JSON.") boolean asJson,
      @Option(names = "--ear", paramLabel = "FILE", hidden = true) Path archive) {
    ToolOutput output = new ToolOutput(asJson, System.out, System.err);
    try {
      Map<String, String> request = RestoreCommand.request("verify", file, pki);
      Map<String, Object> answer =
          ApplicationTool.call(Installation.ofThisProgram(archive), request, output.progress());
      output.done(RestoreCommand.sentence(file + " can be restored", answer), answer);
      return CommandLine.ExitCode.OK;
    } catch (StartException e) {
      output.failed(e);
      return UpCommand.FAILED;
    }
  }
}
