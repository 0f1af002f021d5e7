package org.securechat.client.command;

import org.securechat.client.ClientException;
import org.securechat.client.command.options.Output;
import org.securechat.client.session.ChatSession;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.application.RoomInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code join}. */
@Command(
    name = "join",
    description = "Become a member of a room.",
    mixinStandardHelpOptions = true,
    footer = "  securechat join lobby --as bob")
final class JoinCommand extends SessionCommand {
  @Mixin private RoomChoice room;

  @Override
  void check() {
    room.name(this);
  }

  @Override
  void run(ChatSession session, Output out) throws ClientException {
    RoomInfo joined = session.join(room.name(this));
    out.print(MessageJson.room(joined), "joined " + joined.name());
  }
}
