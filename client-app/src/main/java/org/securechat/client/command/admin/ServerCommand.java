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

/** {@code admin server}. */
@Command(
    name = "server",
    description =
        "Show what the server is: name, version, addresses, and when its certificates and the"
            + " revocation lists that it needs end.",
    mixinStandardHelpOptions = true,
    footer = {"  securechat admin server --as root", "  securechat admin server --as root --json"})
final class ServerCommand implements Callable<Integer> {
  private static final String NAME = "name";
  private static final String OF = "of";
  private static final String UNTIL = "until";
  private static final String IS = "is";

  @Mixin private AdminOptions admin;

  @Override
  public Integer call() throws ClientException {
    AdminConsole console = admin.open();
    ObjectNode server = console.api().get(AdminPath.of("server")).body();
    console.say(
        server.path(NAME).asText()
            + ", version "
            + server.path("version").asText()
            + ", since "
            + server.path("started_at").asText());
    console.say("chat: " + Column.plain(server.path("chat")));
    console.say("node: " + server.path("node").asText());
    return console.show(
        server,
        rows(server),
        Column.of("WHAT", NAME),
        Column.of("OF", OF, 60),
        Column.of("UNTIL", UNTIL),
        Column.of("IS", IS));
  }

  private static List<ObjectNode> rows(JsonNode server) {
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode certificate : server.path("certificates")) {
      rows.add(
          Json.object()
              .put(NAME, "certificate " + certificate.path("use").asText())
              .put(OF, certificate.path("subject").asText())
              .put(UNTIL, certificate.path("not_after").asText())
              .put(IS, certificate.path("key").asText()));
    }
    for (JsonNode list : server.path("lists")) {
      rows.add(
          Json.object()
              .put(NAME, "revocation list")
              .put(OF, list.path("issuer").asText())
              .put(UNTIL, Column.plain(list.path("next_update")))
              .put(IS, list.path("state").asText().replace('_', ' ')));
    }
    return rows;
  }
}
