package org.securechat.client.command.manual;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A script that completes command lines in fish. */
final class FishCompletion {

  /** {@code PROGRAM} is the program's name, {@code COMMANDS} a list of quoted words. */
  private static final String HEAD =
      """
      # Completes command lines of PROGRAM in fish. Made from the commands themselves.
      set -g __PROGRAM_commands COMMANDS

      # The command that has been typed so far: its words without options.
      function __PROGRAM_command
          set -l typed
          for word in (commandline -opc)[2..-1]
              string match -q -- '-*' $word; and continue
              set -l longer (string join ' ' -- $typed $word)
              contains -- "$longer" $__PROGRAM_commands; or break
              set typed "$longer"
          end
          echo -- "$typed"
      end

      function __PROGRAM_at
          set -l typed (__PROGRAM_command)
          test "$typed" = "$argv[1]"
      end

      complete -c PROGRAM -f
      """;

  private FishCompletion() {}

  static String script(CommandLine root) {
    String program = root.getCommandName();
    String commands =
        CommandPath.all(root).stream()
            .map(CommandPath::below)
            .filter(words -> !words.isEmpty())
            .map(FishCompletion::quoted)
            .collect(Collectors.joining(" "));
    StringBuilder script =
        new StringBuilder(HEAD.replace("PROGRAM", program).replace("COMMANDS", commands));
    for (CommandPath path : CommandPath.all(root)) {
      script.append('\n');
      add(path, "complete -c " + program + condition(program, path), script);
    }
    return script.toString();
  }

  private static String condition(String program, CommandPath path) {
    return " -n " + quoted("__" + program + "_at " + quoted(path.below()));
  }

  private static void add(CommandPath path, String start, StringBuilder script) {
    for (CommandPath command : path.commands()) {
      line(script, start, " -a ", quoted(command.name()), " -d ", quoted(command.summary()));
    }
    for (OptionSpec option : path.options()) {
      line(script, start, names(option), values(option), " -d ", quoted(CommandPath.text(option)));
    }
    for (ArgSpec parameter : path.parameters()) {
      String values = values(parameter).replace(" -r", "").replace(" -x", "");
      if (!values.isEmpty()) {
        line(script, start, values);
      }
    }
  }

  private static void line(StringBuilder script, String... parts) {
    script.append(String.join("", parts)).append('\n');
  }

  private static String names(OptionSpec option) {
    StringBuilder names = new StringBuilder();
    for (String name : option.names()) {
      names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    return names.toString();
  }

  private static String values(ArgSpec argument) {
    return switch (ArgumentValues.of(argument)) {
      case ArgumentValues.None _ -> "";
      case ArgumentValues.Files _ -> " -r -F";
      case ArgumentValues.Folders _ -> " -x -a '(__fish_complete_directories)'";
      case ArgumentValues.Words values -> " -x -a " + quoted(String.join(" ", values.words()));
      case ArgumentValues.Free _ -> " -x";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
