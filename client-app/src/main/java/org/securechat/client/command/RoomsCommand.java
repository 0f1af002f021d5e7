package org.securechat.client.command;

import org.securechat.client.ClientException;
import org.securechat.client.command.options.Output;
import org.securechat.client.session.ChatSession;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.application.RoomInfo;
import picocli.CommandLine.Command;

/** {@code rooms}. */
@Command(
    name = "rooms",
    description = "List the rooms that you may see.",
    mixinStandardHelpOptions = true,
    footer = {"  securechat rooms --as alice", "  securechat rooms --as alice --json"})
final class RoomsCommand extends SessionCommand {
  @Override
  void run(ChatSession session, Output out) throws ClientException {
    for (RoomInfo room : session.rooms()) {
      out.print(
          MessageJson.room(room),
          String.format(
              "%-24s %-8s %-6s %d lines",
              room.name(),
              room.visibility().wireName(),
              room.member() ? "member" : "",
              room.position()));
    }
  }
}
