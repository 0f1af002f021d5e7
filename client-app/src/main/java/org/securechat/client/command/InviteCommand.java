package org.securechat.client.command;

import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.Output;
import org.securechat.client.session.ChatSession;
import org.securechat.client.text.MessageJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code invite}. */
@Command(
    name = "invite",
    description = "Let users into a private room.",
    mixinStandardHelpOptions = true,
    footer = "  securechat invite --as alice --room board bob carol")
final class InviteCommand extends SessionCommand {
  @Option(names = "--room", paramLabel = "ROOM", required = true, description = "the room")
  private String room;

  @Parameters(arity = "1..*", paramLabel = "USER", description = "the users to let in")
  private List<String> users;

  @Override
  void run(ChatSession session, Output out) throws ClientException {
    for (String user : users) {
      session.invite(room, user);
      out.print(
          MessageJson.event("invited").put("room", room).put("user", user),
          "invited " + user + " to " + room);
    }
  }
}
