package org.securechat.launcher;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.securechat.launcher.ApplicationSetting.Default;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code restore}: a database from a backup, verified before it is one. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Make the database that a backup shows, of whatever kind it was made from, and verify all of"
          + " it: checksums, every transcript from its first line, signatures, signed heads and"
          + " receipts. Until that has passed no server starts on it.",
      "",
      "No server may be running on the database. The PKI folder must be there as it was: it has the"
          + " certificates to verify with, and is not in the backup.",
      "",
      "The database is the one that 'securechat up' would use: an embedded one in the data folder,"
          + " or what SECURECHAT_DB_URL, _USER and _PASSWORD (or _PASSWORD_FILE) name.",
      ""
    },
    exitCodeListHeading = LauncherMain.EXIT_CODES,
    exitCodeList = {"0:done", "1:failed", "2:wrong usage"},
    footerHeading = LauncherMain.EXAMPLES,
    footer = "  securechat restore --from today.zip --data restored")
final class RestoreCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(names = "--from", paramLabel = "FILE", required = true, description = "The backup.")
  Path from;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:SECURECHAT_DATA:-" + Default.DATA + "}",
      description = "The server's data folder (default: ${DEFAULT-VALUE}).")
  Path data;

  @Option(
      names = "--pki",
      paramLabel = "DIR",
      defaultValue = "${env:SECURECHAT_PKI:-" + Default.PKI + "}",
      description = "Folder with ca.pem and issued/receipt.pem (default: ${DEFAULT-VALUE}).")
  Path pki;

  @Option(
      names = "--replace",
      description = {
        "Let the backup take the place of a database that is there: an embedded one is moved aside,"
            + " one in MySQL is dropped once the backup has been verified elsewhere. Needs --yes."
      })
  boolean replace;

  @Option(names = "--yes", description = "Yes, replace it.")
  boolean yes;

  @Option(names = "--json", description = "Print what was done as JSON.")
  boolean json;

  @Option(names = "--ear", paramLabel = "FILE", hidden = true)
  Path ear;

  @Override
  public Integer call() {
    if (replace && !yes) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--replace removes the present database; add --yes to confirm");
    }
    ToolOutput output = new ToolOutput(json, System.out, System.err);
    try {
      Map<String, Object> answer = restore(output);
      output.done(sentence("restored and verified", answer), answer);
      return CommandLine.ExitCode.OK;
    } catch (StartException e) {
      output.failed(e);
      return UpCommand.FAILED;
    }
  }

  private Map<String, Object> restore(ToolOutput output) throws StartException {
    Map<String, String> environment = System.getenv();
    Path folder = data.toAbsolutePath().normalize();
    Map<String, String> request = request("restore", from, pki);
    request.put("replace", Boolean.toString(replace));
    request.put(ApplicationSetting.FILES_FOLDER.key(), files(environment, folder));
    if (DatabaseSettings.isEmbedded(environment)) {
      DataFolderLock.take(folder);
      request.put("data", folder.toString());
    } else {
      request.putAll(DatabaseSettings.forTools(environment, folder));
    }
    return ApplicationTool.call(Installation.ofThisProgram(ear), request, output.progress());
  }

  /** The folder of the contents of files. */
  static String files(Map<String, String> environment, Path data) {
    String named = environment.getOrDefault(ApplicationSetting.FILES_FOLDER.environment(), "");
    return named.isBlank() ? data.resolve("files").toString() : named;
  }

  /** The part of a request that every command on a backup has. */
  static Map<String, String> request(String command, Path file, Path pki) {
    Map<String, String> request = new TreeMap<>();
    request.put("command", command);
    request.put("file", file.toAbsolutePath().normalize().toString());
    request.put("pki", pki.toAbsolutePath().normalize().toString());
    request.put(
        "name", System.getenv().getOrDefault(ApplicationSetting.NAME.environment(), Default.NAME));
    request.put(
        "temp", System.getenv().getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir")));
    return request;
  }

  /** In words, if there are any. */
  static String missing(Map<String, Object> answer) {
    String missing = String.valueOf(answer.get("files_missing"));
    return missing.equals("0") ? "" : " (" + missing + " missing)";
  }

  static String sentence(String outcome, Map<String, Object> answer) {
    String replaced =
        answer.containsKey("replaced") ? "; what was there is now " + answer.get("replaced") : "";
    return ("%s: as of %s, %s rows, %s transcripts with %s lines, %s receipts, %s files%s, schema"
            + " version %s%s")
        .formatted(
            outcome,
            answer.get("created_at"),
            answer.get("rows"),
            answer.get("transcripts"),
            answer.get("lines"),
            answer.get("receipts"),
            answer.get("files"),
            missing(answer),
            answer.get("migrated_to"),
            replaced);
  }
}
