package org.securechat.it.testbed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.securechat.it.process.RunningProcess;
import org.securechat.protocol.json.Json;

/**
 * A run of every attack that the client knows, slow ones included, with the authority's key.
 *
 * @param exit the exit code
 * @param said what it printed, line by line
 * @param report the page that it wrote
 */
public record AttackProcess(int exit, List<ObjectNode> said, String report) {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Attacks the bed's server from that account. */
  public static AttackProcess all(TestBed bed, String user, String... more) throws Exception {
    Path report = bed.folder().resolve(user + "-report.html");
    List<String> arguments =
        new ArrayList<>(
            List.of("attack", "all", "--slow", "--json", "--report", report.toString()));
    arguments.addAll(List.of("--as", user, "--pki", bed.pki().root().toString()));
    arguments.addAll(List.of("--server", "127.0.0.1:" + bed.server().address().getPort()));
    arguments.addAll(List.of(more));
    try (RunningProcess attack =
        ClientProcess.start(
            bed.folder(),
            Map.of("SECURECHAT_PASSWORD", TestBed.PASSWORD),
            arguments.toArray(String[]::new))) {
      attack.endInput();
      int exit = attack.awaitExit(LIMIT);
      List<ObjectNode> said = new ArrayList<>();
      for (String line : attack.out().text().lines().toList()) {
        said.add(Json.parse(line.getBytes(StandardCharsets.UTF_8)));
      }
      return new AttackProcess(
          exit, said, Files.exists(report) ? Files.readString(report) : attack.err().text());
    }
  }

  /** What it says of the attacks, one by one. */
  public List<ObjectNode> attacks() {
    return said.stream().filter(line -> line.get("type").textValue().equals("attack")).toList();
  }

  /** The attacks' names as the page shows them. */
  public List<String> names() {
    return attacks().stream().map(line -> ">" + line.get("scenario").textValue() + "<").toList();
  }
}
