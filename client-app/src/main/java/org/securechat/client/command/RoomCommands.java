package org.securechat.client.command;

import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.command.options.CommandEntry;
import org.securechat.client.command.options.Output;
import org.securechat.client.session.ChatSession;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.Visibility;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about rooms: what there is, who is in it, and the user's own membership. */
final class RoomCommands {

  /** In the order of the help. */
  static final List<CommandEntry> ALL =
      List.of(
          new CommandEntry("rooms", RoomsCommand::new),
          new CommandEntry("who", WhoCommand::new),
          new CommandEntry("create", CreateCommand::new),
          new CommandEntry("join", JoinCommand::new),
          new CommandEntry("leave", LeaveCommand::new),
          new CommandEntry("invite", InviteCommand::new));

  private RoomCommands() {}

  /** {@code rooms}. */
  @Command(
      name = "rooms",
      description = "List the rooms that you may see.",
      mixinStandardHelpOptions = true,
      footer = {"  securechat rooms --as alice", "  securechat rooms --as alice --json"})
  static final class RoomsCommand extends SessionCommand {
    @Override
    void run(ChatSession session, Output out) throws ClientException {
      for (RoomInfo room : session.rooms()) {
        out.print(
            MessageJson.room(room),
            String.format(
                "%-24s %-9s %-6s %d lines",
                room.name(),
                room.visibility().wireName(),
                room.member() ? "member" : "",
                room.position()));
      }
    }
  }

  /** {@code who}. */
  @Command(
      name = "who",
      description = "List a room's members, and which of them are connected.",
      mixinStandardHelpOptions = true,
      footer = "  securechat who lobby --as alice")
  static final class WhoCommand extends SessionCommand {
    @Mixin private RoomChoice room;

    @Override
    void check() {
      room.name(this);
    }

    @Override
    void run(ChatSession session, Output out) throws ClientException {
      String name = room.name(this);
      for (Answer.Member member :
          session.ask(id -> new Request.Who(id, name), Answer.WhoAnswer.class).users()) {
        out.print(
            MessageJson.event("member")
                .put("room", name)
                .put("user", member.name())
                .put("online", member.online())
                .put("role", member.role().wireName())
                .put("bot", member.bot()),
            String.format(
                    "%-24s %-10s %s%s",
                    member.name(),
                    member.role() == RoomRole.MEMBER ? "" : member.role().wireName(),
                    member.online() ? "online" : "",
                    member.bot() ? " [bot]" : "")
                .stripTrailing());
      }
    }
  }

  /** Who finds and enters a new room: all users, or what one of these says. */
  static final class Kind {
    @Option(names = "--private", description = "only invited users can find and enter it")
    private boolean closed;

    @Option(
        names = "--announced",
        description = "all users can find it, only invited users can enter it")
    private boolean announced;

    private Visibility visibility() {
      if (closed) {
        return Visibility.PRIVATE;
      }
      return announced ? Visibility.ANNOUNCED : Visibility.PUBLIC;
    }
  }

  /** {@code create}. */
  @Command(
      name = "create",
      description = "Create a room and become its first member.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat create lobby --as alice",
        "  securechat create board --private --as alice",
        "  securechat create council --announced --as alice"
      })
  static final class CreateCommand extends SessionCommand {
    @Mixin private RoomChoice room;

    @ArgGroup private Kind kind = new Kind();

    @Override
    void check() {
      room.name(this);
    }

    @Override
    void run(ChatSession session, Output out) throws ClientException {
      RoomInfo made = session.create(room.name(this), kind.visibility());
      out.print(
          MessageJson.room(made), "made " + made.visibility().wireName() + " room " + made.name());
    }
  }

  /** {@code join}. */
  @Command(
      name = "join",
      description = "Become a member of a room.",
      mixinStandardHelpOptions = true,
      footer = "  securechat join lobby --as bob")
  static final class JoinCommand extends SessionCommand {
    @Mixin private RoomChoice room;

    @Override
    void check() {
      room.name(this);
    }

    @Override
    void run(ChatSession session, Output out) throws ClientException {
      RoomInfo joined = session.join(room.name(this));
      String rules = joined.terms().rules();
      out.print(
          MessageJson.roomInFull(joined),
          "joined "
              + joined.name()
              + (rules.isEmpty() ? "" : "; its rules:\n" + SafeText.of(rules)));
    }
  }

  /** {@code leave}. */
  @Command(
      name = "leave",
      description = "Cease to be a member of a room; what you have of it stays yours.",
      mixinStandardHelpOptions = true,
      footer = "  securechat leave lobby --as bob")
  static final class LeaveCommand extends SessionCommand {
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

  /** {@code invite}. */
  @Command(
      name = "invite",
      description = "Let users into a private or announced room.",
      mixinStandardHelpOptions = true,
      footer = "  securechat invite --as alice --room board bob carol")
  static final class InviteCommand extends SessionCommand {
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
}
