package org.securechat.client.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.bot.Bot;
import org.securechat.client.command.options.ConnectionOptions;
import org.securechat.protocol.name.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bot}. */
@Command(
    name = "bot",
    description = {
      "Let a program take part in rooms: it reads each line that others say and that holds, as one"
          + " JSON object a line, and writes what is to be said.",
      "The account has to be marked as a bot by an administrator; each of its lines then says in"
          + " its signed bytes that a program has said it.",
      "With --command the program is started, without a shell and without this program's secrets in"
          + " its environment, and started again if it fails; if it ends with code 0, so does this."
          + " Without, standard input and output are its ends.",
      "The program writes {\"text\":…}, with \"reply_to\":N or \"edit\":N if need be,"
          + " {\"react\":\"+1\",\"to\":N}, {\"unreact\":…,\"to\":N}, {\"retract\":N}, with \"room\""
          + " if there are several and an \"id\" of its own; each is answered by a sent or an error"
          + " object. With {\"done\":N} it says that it is done with all lines up to N: after a"
          + " restart it is given those behind, and what it had answered there is not said twice."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat bot --as dice --room lobby --positions dice.at --command ./dice.py",
      "  securechat bot --as dice --room lobby --room team --positions dice.at \\",
      "      --command python3 -- -u dice.py"
    })
final class BotCommand implements Callable<Integer> {
  private static final int MOST_A_MINUTE = 600;

  @Mixin private ConnectionOptions server;

  @Option(
      names = "--room",
      paramLabel = "ROOM",
      required = true,
      description = "a room; can be given several times")
  private List<String> rooms = new ArrayList<>();

  @Option(
      names = "--positions",
      paramLabel = "FOLDER",
      required = true,
      description =
          "a folder that is there, in which it is kept with what the program is done; for one run"
              + " at a time")
  private Path positions;

  @Option(names = "--command", paramLabel = "PROGRAM", description = "the program")
  private String program;

  @Parameters(
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "its arguments, behind -- if they begin with a hyphen")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--env",
      paramLabel = "NAME",
      description =
          "an environment variable that the program gets beside PATH, HOME, the locale and the"
              + " time zone; can be given several times")
  private Set<String> environment = new LinkedHashSet<>();

  @Option(
      names = "--a-minute",
      paramLabel = "N",
      defaultValue = "20",
      description = "so many lines may the program say in a minute (default: 20, at most 600)")
  private int aMinute;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws ClientException {
    check();
    List<String> command = new ArrayList<>();
    if (program != null) {
      command.add(program);
      command.addAll(arguments);
    }
    new Bot(rooms, positions, command, environment, aMinute)
        .run(server.session(true), System.in, System.out, this::tell);
    return 0;
  }

  private void check() {
    if (program == null && !arguments.isEmpty()) {
      throw usage("arguments need a --command");
    }
    if (aMinute < 1 || aMinute > MOST_A_MINUTE) {
      throw usage("--a-minute must be 1 to " + MOST_A_MINUTE);
    }
    if (Set.copyOf(rooms).size() != rooms.size()) {
      throw usage("a room is named twice");
    }
    rooms.stream()
        .filter(room -> !Names.isRoom(room))
        .findFirst()
        .ifPresent(room -> {
          throw usage("'" + SafeText.line(room) + "' is no room's name");
        });
    environment.stream()
        .filter(Bot::isSecret)
        .findFirst()
        .ifPresent(name -> {
          throw usage("--env " + SafeText.line(name) + " may be a secret of this program");
        });
  }

  private ParameterException usage(String wrong) {
    return new ParameterException(spec.commandLine(), wrong);
  }

  /** Beside what goes to the program. */
  private void tell(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("securechat: " + SafeText.line(sentence));
    err.flush();
  }
}
