package org.securechat.client.command.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminPath;
import org.securechat.protocol.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code admin health}. */
@Command(
    name = "health",
    description = "Show the state of the server and the result of each of its checks.",
    mixinStandardHelpOptions = true,
    exitCodeList = {
      "0:every check is up",
      "1:a check is down, or refused or failed",
      "2:wrong usage"
    },
    footer = {"  securechat admin health --as root", "  securechat admin health --as root --json"})
final class HealthCommand implements Callable<Integer> {
  private static final String DATA = "data";

  @Mixin private AdminOptions admin;

  @Override
  public Integer call() throws ClientException {
    AdminConsole console = admin.open();
    ObjectNode health = console.api().get(AdminPath.of("health")).body();
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode check : health.path("checks")) {
      rows.add(
          Json.object()
              .put("name", check.path("name").asText())
              .put("kind", check.path("kind").asText())
              .put("up", check.path("up").asBoolean() ? "up" : "DOWN")
              .put(DATA, words(check.path(DATA))));
    }
    console.show(
        health,
        rows,
        Column.of("CHECK", "name"),
        Column.of("OF", "kind"),
        Column.of("IS", "up"),
        Column.of("FOUND", DATA));
    return health.path("up").asBoolean() ? 0 : 1;
  }

  private static String words(JsonNode data) {
    List<String> words = new ArrayList<>();
    data.properties()
        .forEach(found ->
            words.add(found.getKey().replace('_', ' ') + " " + Column.plain(found.getValue())));
    return String.join(", ", words);
  }
}
