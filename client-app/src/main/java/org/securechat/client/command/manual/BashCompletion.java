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
    // Values are written small everywhere else; either way is understood.
    return WORDS
        .matcher(AutoComplete.bash(root.getCommandName(), root))
        .replaceAll(words -> words.group().toLowerCase(Locale.ROOT));
  }
}
