package org.securechat.client.command;

import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.CommandEntry;
import org.securechat.client.command.options.Output;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.InvitationList;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.application.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands about what others want of the user: invitations, and users to be left alone by. */
final class InvitationCommands {

  /** In the order of the help. */
  static final List<CommandEntry> ALL =
      List.of(
          new CommandEntry("invitations", InvitationsCommand::new),
          new CommandEntry("decline", DeclineCommand::new),
          new CommandEntry("block", BlockCommand::new),
          new CommandEntry("unblock", UnblockCommand::new),
          new CommandEntry("blocked", BlockedCommand::new));

  private InvitationCommands() {}

  /** {@code invitations}. */
  @Command(
      name = "invitations",
      description = "List the rooms that you are invited to; 'join' accepts, 'decline' declines.",
      mixinStandardHelpOptions = true,
      footer = {"  securechat invitations --as bob", "  securechat invitations --as bob --json"})
  static final class InvitationsCommand extends SessionCommand {
    @Override
    void run(ChatSession session, Output out) throws ClientException {
      for (Answer.Invited invited : InvitationList.open(session)) {
        out.print(
            MessageJson.event("invitation")
                .put("room", invited.room())
                .put("visibility", invited.visibility().wireName())
                .put("by", invited.by())
                .put("at", invited.at()),
            String.format("%-24s by %-24s %s", invited.room(), invited.by(), invited.at()));
      }
    }
  }

  /** {@code decline}. */
  @Command(
      name = "decline",
      description = {
        "Take an invitation off your list. The inviter is not told.",
        "If you change your mind, 'join' still lets you in."
      },
      mixinStandardHelpOptions = true,
      footer = "  securechat decline board --as bob")
  static final class DeclineCommand extends SessionCommand {
    @Mixin private RoomChoice room;

    @Override
    void check() {
      room.name(this);
    }

    @Override
    void run(ChatSession session, Output out) throws ClientException {
      String name = room.name(this);
      InvitationList.decline(session, name);
      out.print(
          MessageJson.event("declined").put("room", name), "declined the invitation to " + name);
    }
  }

  /** {@code block}. */
  @Command(
      name = "block",
      description = {
        "Let users neither invite you nor begin a conversation with you.",
        "Their invitations are declined. They are not told."
      },
      mixinStandardHelpOptions = true,
      footer = "  securechat block mallory --as bob")
  static final class BlockCommand extends SessionCommand {
    @Parameters(arity = "1..*", paramLabel = "USER", description = "the users to block")
    private List<String> users;

    @Override
    void run(ChatSession session, Output out) throws ClientException {
      for (String user : users) {
        InvitationList.block(session, user);
        out.print(MessageJson.event("blocked").put("user", user), "blocked " + user);
      }
    }
  }

  /** {@code unblock}. */
  @Command(
      name = "unblock",
      description = "Let users invite you again.",
      mixinStandardHelpOptions = true,
      footer = "  securechat unblock mallory --as bob")
  static final class UnblockCommand extends SessionCommand {
    @Parameters(arity = "1..*", paramLabel = "USER", description = "the users to unblock")
    private List<String> users;

    @Override
    void run(ChatSession session, Output out) throws ClientException {
      for (String user : users) {
        InvitationList.unblock(session, user);
        out.print(MessageJson.event("unblocked").put("user", user), "unblocked " + user);
      }
    }
  }

  /** {@code blocked}. */
  @Command(
      name = "blocked",
      description = "List the users whom you have blocked.",
      mixinStandardHelpOptions = true,
      footer = "  securechat blocked --as bob")
  static final class BlockedCommand extends SessionCommand {
    @Override
    void run(ChatSession session, Output out) throws ClientException {
      for (String user : InvitationList.blocked(session)) {
        out.print(MessageJson.event("blocked").put("user", user), user);
      }
    }
  }
}
