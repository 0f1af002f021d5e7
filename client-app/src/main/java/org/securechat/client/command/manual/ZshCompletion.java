package org.securechat.client.command.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A script that completes command lines in zsh. */
final class ZshCompletion {

  /** {@code ALL} is a pattern of all commands, {@code CASES} what each of them takes. */
  private static final String SCRIPT =
      """
      #compdef PROGRAM
      # Completes command lines of PROGRAM in zsh. Made from the commands themselves.

      _PROGRAM() {
        local typed='' word longer
        local -i i last=1
        local -a commands arguments
        # The command that has been typed so far: its words without options.
        for (( i = 2; i < CURRENT; i++ )); do
          word=${words[i]}
          [[ $word == -* ]] && continue
          longer=${typed:+$typed }$word
          case $longer in
            (ALL)
              typed=$longer
              last=i
              ;;
            (*) break ;;
          esac
        done
        (( CURRENT -= last - 1 ))
        words=( "${(@)words[last,-1]}" )
        case $typed in
      CASES  esac
        if (( $#commands )) && [[ $PREFIX != -* ]]; then
          _describe -t commands 'command' commands
        else
          _arguments -s -S : $arguments
        fi
      }

      if [[ $funcstack[1] == _PROGRAM ]]; then
        _PROGRAM "$@"
      else
        compdef _PROGRAM PROGRAM
      fi
      """;

  private ZshCompletion() {}

  static String script(CommandLine root) {
    List<CommandPath> paths = CommandPath.all(root);
    String all =
        paths.stream()
            .map(CommandPath::below)
            .filter(words -> !words.isEmpty())
            .map(ZshCompletion::quoted)
            .collect(Collectors.joining("|"));
    StringBuilder cases = new StringBuilder();
    paths.forEach(path -> add(path, cases));
    return SCRIPT
        .replace("PROGRAM", root.getCommandName())
        .replace("ALL", all)
        .replace("CASES", cases);
  }

  private static void add(CommandPath path, StringBuilder cases) {
    List<String> commands =
        path.commands().stream()
            .map(command -> escaped(command.name()) + ":" + command.summary())
            .toList();
    List<String> arguments = new ArrayList<>();
    path.options().forEach(option -> arguments.addAll(options(option)));
    path.parameters().forEach(one -> arguments.add(parameter(one)));
    cases.append("    (").append(quoted(path.below())).append(")\n");
    list(cases, "commands", commands);
    list(cases, "arguments", arguments);
    cases.append("      ;;\n");
  }

  private static void list(StringBuilder cases, String name, List<String> values) {
    cases.append("      ").append(name).append("=(\n");
    values.forEach(value -> cases.append("        ").append(quoted(value)).append('\n'));
    cases.append("      )\n");
  }

  /** One line for each of its names, of which only one is to be proposed unless it repeats. */
  private static List<String> options(OptionSpec option) {
    boolean repeats = option.isMultiValue();
    String others =
        repeats || option.names().length == 1 ? "" : "(" + String.join(" ", option.names()) + ")";
    String what = "[" + escaped(CommandPath.text(option)) + "]" + values(option);
    return List.of(option.names()).stream()
        .map(name -> (repeats ? "*" : others) + name + joint(option, name) + what)
        .toList();
  }

  /** {@code --name=VALUE} or {@code --name VALUE}; {@code -n VALUE}. */
  private static String joint(OptionSpec option, String name) {
    return option.arity().max() > 0 && name.startsWith("--") ? "=" : "";
  }

  private static String parameter(ArgSpec parameter) {
    return (parameter.arity().max() > 1 ? "*" : "") + values(parameter);
  }

  private static String values(ArgSpec argument) {
    String label = ":" + escaped(argument.paramLabel()) + ":";
    return switch (ArgumentValues.of(argument)) {
      case ArgumentValues.None _ -> "";
      case ArgumentValues.Files _ -> label + "_files";
      case ArgumentValues.Folders _ -> label + "_files -/";
      case ArgumentValues.Words values -> label + "(" + String.join(" ", values.words()) + ")";
      case ArgumentValues.Free _ -> label;
    };
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\\\:\\[\\]]", "\\\\$0");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
