package org.securechat.client.command;

import org.securechat.client.ClientException;
import org.securechat.client.command.options.Output;
import org.securechat.client.session.ChatSession;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.application.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code who}. */
@Command(
    name = "who",
    description = "List a room's members, and which of them are connected.",
    mixinStandardHelpOptions = true,
    footer = "  securechat who lobby --as alice")
final class WhoCommand extends SessionCommand {
  @Mixin private RoomChoice room;

  @Override
  void check() {
    room.name(this);
  }

  @Override
  void run(ChatSession session, Output out) throws ClientException {
    for (Answer.Member member : session.who(room.name(this))) {
      out.print(
          MessageJson.member(room.name(this), member),
          String.format("%-24s %s", member.name(), member.online() ? "online" : ""));
    }
  }
}
