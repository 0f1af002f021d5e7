package org.securechat.client.command.manual;

import java.util.Locale;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;

/** For bash, picocli has a script of its own. */
final class BashCompletion {
  private static final Pattern WORDS = Pattern.compile("(?m)(?<=_(?:option|pos_param)_args=)\\(.*");

  private BashCompletion() {}

  static String script(CommandLine root) {
    String script = AutoComplete.bash(root.getCommandName(), root);
    // It is read by a shell and not run as a program. Values are written small everywhere else;
    // either way is understood.
    return WORDS
        .matcher(script.substring(script.indexOf('\n') + 1))
        .replaceAll(words -> words.group().toLowerCase(Locale.ROOT));
  }
}
