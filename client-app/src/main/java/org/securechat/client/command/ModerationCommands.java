package org.securechat.client.command;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.command.options.CommandEntry;
import org.securechat.client.command.options.CommandGroup;
import org.securechat.client.command.options.Output;
import org.securechat.client.moderation.RoomDecisions;
import org.securechat.client.moderation.Spans;
import org.securechat.client.session.ChatSession;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.RoomTerms;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.ModerationPayload.Event;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code room}: what was decided about a room, and what its owner and moderators decide. */
@Command(
    name = "room",
    description = {
      "Show what was decided about a room, or decide: topic, rules, pinned messages, who may"
          + " write,",
      "roles, and who is kept out. Each decision is a line of the room's record."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  securechat room show lobby --as alice",
      "  securechat room topic lobby 'Ship on Friday' --as alice",
      "  securechat room mute lobby carol --for 2h --reason 'too loud' --as alice"
    })
final class ModerationCommands extends CommandGroup {

  /** In the order of the help. */
  private static final List<CommandEntry> COMMANDS =
      List.of(
          new CommandEntry("show", Show::new),
          new CommandEntry("topic", Topic::new),
          new CommandEntry("rules", Rules::new),
          new CommandEntry("pin", Pin::new),
          new CommandEntry("unpin", Unpin::new),
          new CommandEntry("moderator", Moderator::new),
          new CommandEntry("owner", Owner::new),
          new CommandEntry("kick", Kick::new),
          new CommandEntry("ban", Ban::new),
          new CommandEntry("unban", Unban::new),
          new CommandEntry("mute", Mute::new),
          new CommandEntry("unmute", Unmute::new),
          new CommandEntry("slow", Slow::new),
          new CommandEntry("readonly", ReadOnly::new));

  @Override
  protected List<CommandEntry> commands() {
    return COMMANDS;
  }

  /** A command about one room; it prints how the room is then. */
  abstract static class AboutRoom extends SessionCommand {
    @Parameters(index = "0", paramLabel = "ROOM", description = "the room")
    private String room;

    final String room() {
      return room;
    }

    @Override
    final void run(ChatSession session, Output out) throws ClientException {
      RoomInfo now = decide(session, new RoomDecisions(session, room));
      out.print(MessageJson.roomInFull(now), text(now));
    }

    abstract RoomInfo decide(ChatSession session, RoomDecisions decisions) throws ClientException;

    private static String text(RoomInfo room) {
      RoomTerms terms = room.terms();
      return String.join(
          System.lineSeparator(),
          "room         " + room.name() + ", " + room.visibility().wireName(),
          "your role    " + terms.role().map(RoomRole::wireName).orElse("none"),
          "topic        " + SafeText.line(terms.topic()),
          "rules        " + SafeText.of(terms.rules()).replace("\n", "\n             "),
          "writers      " + terms.writers(),
          "slow mode    " + (terms.slowSeconds() == 0 ? "off" : terms.slowSeconds() + " s"),
          "pinned       "
              + terms.pins().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
  }

  /** A command about the pin of a message. */
  abstract static class AboutMessage extends AboutRoom {
    @Parameters(index = "1", paramLabel = "N", description = "the message's line")
    private long line;

    /** Whether it is pinned from then on. */
    abstract boolean pinned();

    @Override
    final RoomInfo decide(ChatSession session, RoomDecisions decisions) throws ClientException {
      session.follow(room());
      return decisions.pin(line, pinned());
    }
  }

  /** A command about a user in a room. */
  abstract static class AboutUser extends AboutRoom {
    @Parameters(index = "1", paramLabel = "USER", description = "the user")
    private String user;

    final String user() {
      return user;
    }
  }

  /** A command about a user, for a reason. */
  abstract static class WithReason extends AboutUser {
    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        defaultValue = "",
        description = "why, in one line; all members read it")
    private String reason;

    final String reason() {
      return reason;
    }
  }

  /** A command about a user, for a reason, and perhaps for a time. */
  abstract static class ForATime extends WithReason {
    @Option(
        names = "--for",
        paramLabel = "SPAN",
        description = "how long, such as 90s, 30m, 12h or 7d; until it is lifted if absent")
    private String span;

    @Override
    final void check() {
      if (span != null && Spans.of(span).isEmpty()) {
        throw usage("'" + span + "' is no span such as 90s, 30m, 12h or 7d, of ten years at most");
      }
    }

    final Optional<Duration> span() {
      return Optional.ofNullable(span).flatMap(Spans::of);
    }
  }

  /** {@code show}. */
  @Command(
      name = "show",
      description = "Show topic, rules, who may write, pinned messages, and your role.",
      mixinStandardHelpOptions = true,
      footer = "  securechat room show lobby --as alice --json")
  static final class Show extends AboutRoom {
    @Override
    RoomInfo decide(ChatSession session, RoomDecisions decisions) throws ClientException {
      return session
          .room(room())
          .orElseThrow(() ->
              new ClientException(
                  "there is no room '" + room() + "' that you may enter",
                  "'securechat rooms' lists the rooms."));
    }
  }

  /** {@code topic}. */
  @Command(
      name = "topic",
      description = "Set what the room is about.",
      mixinStandardHelpOptions = true,
      footer = "  securechat room topic lobby 'Ship on Friday' --as alice")
  static final class Topic extends AboutRoom {
    @Parameters(index = "1", paramLabel = "TEXT", description = "one line; '' removes the topic")
    private String text;

    @Override
    RoomInfo decide(ChatSession session, RoomDecisions decisions) throws ClientException {
      return decisions.decide(Event.TOPIC, "", text);
    }
  }

  /** {@code rules}. */
  @Command(
      name = "rules",
      description = "Set the rules of the room, which are shown to all who enter it.",
      mixinStandardHelpOptions = true,
      footer = "  securechat room rules lobby \"$(cat rules.txt)\" --as alice")
  static final class Rules extends AboutRoom {
    @Parameters(
        index = "1",
        paramLabel = "TEXT",
        description = "at most 4096 characters; '' removes the rules")
    private String text;

    @Override
    RoomInfo decide(ChatSession session, RoomDecisions decisions) throws ClientException {
      return decisions.decide(Event.RULES, "", text);
    }
  }

  /** {@code pin}. */
  @Command(
      name = "pin",
      description = "Pin a message, so that all who come are shown it.",
      mixinStandardHelpOptions = true,
      footer = "  securechat room pin lobby 17 --as alice")
  static final class Pin extends AboutMessage {
    @Override
    boolean pinned() {
      return true;
    }
  }

  /** {@code unpin}. */
  @Command(
      name = "unpin",
      description = "Take the pin of a message away.",
      mixinStandardHelpOptions = true,
      footer = "  securechat room unpin lobby 17 --as alice")
  static final class Unpin extends AboutMessage {
    @Override
    boolean pinned() {
      return false;
    }
  }

  /** {@code moderator}. */
  @Command(
      name = "moderator",
      description = {
        "Make a member a moderator, who decides all but who is one.",
        "Only the owner does that."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat room moderator lobby bob --as alice",
        "  securechat room moderator lobby bob --off --as alice"
      })
  static final class Moderator extends AboutUser {
    @Option(names = "--off", description = "make the moderator an ordinary member again")
    private boolean off;

    @Override
    RoomInfo decide(ChatSession session, RoomDecisions decisions) throws ClientException {
      return decisions.decide(off ? Event.MEMBER : Event.MODERATOR, user(), "");
    }
  }

  /** {@code owner}. */
  @Command(
      name = "owner",
      description = "Hand your room over to a member; you moderate it from then on.",
      mixinStandardHelpOptions = true,
      footer = "  securechat room owner lobby bob --as alice")
  static final class Owner extends AboutUser {
    @Override
    RoomInfo decide(ChatSession session, RoomDecisions decisions) throws ClientException {
      return decisions.decide(Event.OWNER, user(), "");
    }
  }

  /** {@code kick}. */
  @Command(
      name = "kick",
      description = "Take a user out of the room.",
      mixinStandardHelpOptions = true,
      footer = "  securechat room kick lobby carol --reason spam --as alice")
  static final class Kick extends WithReason {
    @Override
    RoomInfo decide(ChatSession session, RoomDecisions decisions) throws ClientException {
      return decisions.decide(Event.KICKED, user(), reason());
    }
  }

  /** {@code ban}. */
  @Command(
      name = "ban",
      description = "Keep a user out of the room: they can neither enter nor be invited.",
      mixinStandardHelpOptions = true,
      footer = "  securechat room ban lobby carol --for 7d --reason spam --as alice")
  static final class Ban extends ForATime {
    @Override
    RoomInfo decide(ChatSession session, RoomDecisions decisions) throws ClientException {
      return decisions.decide(Event.BANNED, user(), reason(), span());
    }
  }

  /** {@code unban}. */
  @Command(
      name = "unban",
      description = "Lift a ban.",
      mixinStandardHelpOptions = true,
      footer = "  securechat room unban lobby carol --as alice")
  static final class Unban extends AboutUser {
    @Override
    RoomInfo decide(ChatSession session, RoomDecisions decisions) throws ClientException {
      return decisions.decide(Event.UNBANNED, user(), "");
    }
  }

  /** {@code mute}. */
  @Command(
      name = "mute",
      description = "Let a user read the room and not write in it.",
      mixinStandardHelpOptions = true,
      footer = "  securechat room mute lobby carol --for 2h --as alice")
  static final class Mute extends ForATime {
    @Override
    RoomInfo decide(ChatSession session, RoomDecisions decisions) throws ClientException {
      return decisions.decide(Event.MUTED, user(), reason(), span());
    }
  }

  /** {@code unmute}. */
  @Command(
      name = "unmute",
      description = "Let a user write again.",
      mixinStandardHelpOptions = true,
      footer = "  securechat room unmute lobby carol --as alice")
  static final class Unmute extends AboutUser {
    @Override
    RoomInfo decide(ChatSession session, RoomDecisions decisions) throws ClientException {
      return decisions.decide(Event.UNMUTED, user(), "");
    }
  }

  /** {@code slow}. */
  @Command(
      name = "slow",
      description = "Set how long an ordinary member waits between two messages.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat room slow lobby 30 --as alice",
        "  securechat room slow lobby off --as alice"
      })
  static final class Slow extends AboutRoom {
    @Parameters(index = "1", paramLabel = "SECONDS", description = "1 to 86400, or 'off'")
    private String seconds;

    @Override
    void check() {
      if (!Event.SLOW.isValue(value())) {
        throw usage("SECONDS is 1 to 86400, or 'off'");
      }
    }

    private String value() {
      return seconds.equals("off") ? "0" : seconds;
    }

    @Override
    RoomInfo decide(ChatSession session, RoomDecisions decisions) throws ClientException {
      return decisions.decide(Event.SLOW, "", value());
    }
  }

  /** {@code readonly}. */
  @Command(
      name = "readonly",
      description = "Let only the owner and moderators write, or all members again.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat room readonly lobby on --as alice",
        "  securechat room readonly lobby off --as alice"
      })
  static final class ReadOnly extends AboutRoom {
    @Parameters(index = "1", paramLabel = "on|off", description = "'on' or 'off'")
    private String state;

    @Override
    void check() {
      if (!state.equals("on") && !state.equals("off")) {
        throw usage("name 'on' or 'off'");
      }
    }

    @Override
    RoomInfo decide(ChatSession session, RoomDecisions decisions) throws ClientException {
      return decisions.decide(
          Event.WRITERS,
          "",
          state.equals("on")
              ? ModerationPayload.WRITERS_MODERATORS
              : ModerationPayload.WRITERS_MEMBERS);
    }
  }
}
