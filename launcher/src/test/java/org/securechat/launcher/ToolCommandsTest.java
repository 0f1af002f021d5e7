package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ToolCommandsTest {

  @TempDir Path folder;

  @Test
  void whatIsNotMeantIsWrongUsage() {
    assertThat(exit(new BackupCommand())).isEqualTo(2);
    assertThat(exit(new BackupCommand(), "verify")).isEqualTo(2);
    assertThat(exit(new RestoreCommand())).isEqualTo(2);
    assertThat(exit(new RestoreCommand(), "--from", "a.zip", "--replace")).isEqualTo(2);
  }

  @Test
  void aFolderWithoutDatabaseIsNotBackedUpAndNotMade() throws Exception {
    Path nowhere = folder.resolve("data");

    assertThat(
            exit(
                new BackupCommand(),
                "--json",
                "--data",
                nowhere.toString(),
                "--to",
                folder.resolve("b.zip").toString()))
        .isEqualTo(1);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aServerDoesNotStartWhereARestoreWasNotCompleted() throws Exception {
    Files.createFile(folder.resolve("restore.unfinished"));

    assertThatThrownBy(() -> DatabaseSettings.from(Map.of(), folder))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("restore was not completed")
        .hasMessageContaining(folder.toString());
  }

  @Test
  void aToolIsMorePatientThanAServer() throws Exception {
    Map<String, String> environment =
        Map.of(
            "SECURECHAT_DB_URL", "jdbc:mysql://127.0.0.1/securechat",
            "SECURECHAT_DB_USER", "chat",
            "SECURECHAT_DB_PASSWORD", "secret");

    assertThat(DatabaseSettings.forTools(environment, folder).get("securechat.db.url"))
        .contains("socketTimeout=3600000")
        .doesNotContain("socketTimeout=20000");
  }

  @Test
  void aServerThatDoesNotRunIsNotWaitedForAndNothingStaysBehind() throws Exception {
    Path data = folder.resolve("data");
    DataFolderLock.take(data).leave();

    BackupRequest request = new BackupRequest(data, sentence -> {}, 0);
    assertThatThrownBy(() -> request.into(folder.resolve("b.zip")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("has stopped");
    try (Stream<Path> files = Files.list(data.resolve("backup-requests"))) {
      assertThat(files).isEmpty();
    }
    assertThat(folder.resolve("b.zip")).doesNotExist();
  }

  @Test
  void jsonIsWellFormedWhateverAMessageHolds() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ToolOutput output = new ToolOutput(true, new PrintStream(out), System.err);

    output.failed(new StartException("a \"quoted\"\n\\ path"));
    output.done("done", Map.of("rows", 3L, "file", "a"));

    assertThat(List.of(out.toString(StandardCharsets.UTF_8).split(System.lineSeparator())))
        .containsExactly(
            "{\"error\":\"a \\\"quoted\\\"\\n\\\\ path\"}", "{\"file\":\"a\",\"rows\":3}");
  }

  private static int exit(Object command, String... arguments) {
    PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
    return new CommandLine(command).setErr(nowhere).setOut(nowhere).execute(arguments);
  }
}
