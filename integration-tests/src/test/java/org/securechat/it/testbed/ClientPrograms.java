package org.securechat.it.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.securechat.protocol.json.Json;

/** The client program, run by several users of one server, each with a home folder of their own. */
public final class ClientPrograms {
  private final TestBed bed;
  private final Path folder;

  /**
   * @param folder where it runs, and where the homes are
   */
  public ClientPrograms(TestBed bed, Path folder) {
    this.bed = bed;
    this.folder = folder;
  }

  public ClientProcess.Result run(String user, String... arguments) {
    return ClientProcess.run(
        folder,
        ClientProcess.environment(bed, user, TestBed.PASSWORD, folder.resolve("home-of-" + user)),
        arguments);
  }

  /** Runs a command that has to succeed. */
  public ClientProcess.Result good(String user, String... arguments) {
    ClientProcess.Result result = run(user, arguments);
    assertThat(result.exit())
        .as("%s %s%n%s%n%s", user, String.join(" ", arguments), result.out(), result.err())
        .isZero();
    return result;
  }

  /** Runs a command that the server has to refuse. */
  public void refused(String code, String user, String... arguments) {
    ClientProcess.Result result = run(user, arguments);
    assertThat(result.exit())
        .as("%s%n%s%n%s", String.join(" ", arguments), result.out(), result.err())
        .isEqualTo(1);
    assertThat(result.out() + result.err()).contains("[" + code + "]");
  }

  /** The objects of a type that a command has printed with {@code --json}. */
  public static List<JsonNode> printed(ClientProcess.Result result, String type) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : result.out().split("\n", -1)) {
      if (line.startsWith("{\"type\":\"" + type + "\"")) {
        lines.add(Json.MAPPER.readTree(line));
      }
    }
    return lines;
  }
}
