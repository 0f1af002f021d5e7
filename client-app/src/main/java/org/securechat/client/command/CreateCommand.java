package org.securechat.client.command;

import org.securechat.client.ClientException;
import org.securechat.client.command.options.Output;
import org.securechat.client.session.ChatSession;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.Visibility;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code create}. */
@Command(
    name = "create",
    description = "Create a room and become its first member.",
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat create lobby --as alice",
      "  securechat create board --private --as alice"
    })
final class CreateCommand extends SessionCommand {
  @Mixin private RoomChoice room;

  @Option(names = "--private", description = "only invited users can find and enter it")
  private boolean closed;

  @Override
  void check() {
    room.name(this);
  }

  @Override
  void run(ChatSession session, Output out) throws ClientException {
    RoomInfo made =
        session.create(room.name(this), closed ? Visibility.PRIVATE : Visibility.PUBLIC);
    out.print(
        MessageJson.room(made), "made " + made.visibility().wireName() + " room " + made.name());
  }
}
