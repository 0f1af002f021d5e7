package org.securechat.client.command;

import org.securechat.client.ClientException;
import org.securechat.client.command.options.Output;
import org.securechat.client.session.ChatSession;
import org.securechat.client.text.MessageJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code leave}. */
@Command(
    name = "leave",
    description = "Cease to be a member of a room; what you have of it stays yours.",
    mixinStandardHelpOptions = true,
    footer = "  securechat leave lobby --as bob")
final class LeaveCommand extends SessionCommand {
  @Mixin private RoomChoice room;

  @Override
  void check() {
    room.name(this);
  }

  @Override
  void run(ChatSession session, Output out) throws ClientException {
    String name = room.name(this);
    session.leave(name);
    out.print(MessageJson.event("left").put("room", name), "left " + name);
  }
}
