package org.securechat.it.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.securechat.client.command.SecureChatCommand;
import org.securechat.protocol.json.Json;
import picocli.CommandLine;

/** {@code securechat admin} as one administrator, against the bed's server. */
public record Administration(TestBed bed, Path folder, String name) {

  /** What a command has said, and how it ended. */
  public record Run(int code, String out, String err) {
    /** The objects of a run with {@code --json}. */
    public List<JsonNode> objects() {
      List<JsonNode> objects = new ArrayList<>();
      for (String line : out.lines().toList()) {
        try {
          objects.add(Json.MAPPER.readTree(line));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return objects;
    }
  }

  /** A new administrator, made on the machine. */
  public static Administration enrolled(TestBed bed, Path folder, String role) {
    Administration admin = new Administration(bed, folder, TestBed.name(role));
    Run run =
        run(
            "admin",
            "create",
            admin.name,
            "--role",
            role,
            "--data",
            bed.folder().resolve("data").toString(),
            "--password-file",
            password(folder).toString());
    if (run.code() != 0) {
      throw new AssertionError(run.toString());
    }
    return admin;
  }

  /** A file with the password that everybody here has. */
  static Path password(Path folder) {
    try {
      return Files.writeString(folder.resolve("password"), TestBed.PASSWORD + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command, whatever becomes of it. */
  public Run tries(String... arguments) {
    List<String> all = new ArrayList<>(List.of("admin"));
    all.addAll(List.of(arguments));
    all.addAll(
        List.of(
            "--server",
            bed.server().admin("/").toString(),
            "--pki",
            bed.pki().root().toString(),
            "--as",
            name,
            "--password-file",
            folder.resolve("password").toString()));
    return run(all.toArray(String[]::new));
  }

  /** Runs a command that has to succeed. */
  public Run does(String... arguments) {
    Run run = tries(arguments);
    if (run.code() != 0) {
      throw new AssertionError(String.join(" ", arguments) + ": " + run);
    }
    return run;
  }

  /** Runs any command of the program. */
  public static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = SecureChatCommand.lineFor(arguments);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return new Run(line.execute(arguments), out.toString(), err.toString());
  }
}
