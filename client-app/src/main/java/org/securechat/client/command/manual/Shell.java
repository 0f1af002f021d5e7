package org.securechat.client.command.manual;

import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine;

/** A shell that can be told how to complete command lines. */
public enum Shell {
  BASH("bash-completion/completions/securechat", BashCompletion::script),
  ZSH("zsh/site-functions/_securechat", ZshCompletion::script),
  FISH("fish/vendor_completions.d/securechat.fish", FishCompletion::script);

  private final String file;
  private final Function<CommandLine, String> maker;

  Shell(String file, Function<CommandLine, String> maker) {
    this.file = file;
    this.maker = maker;
  }

  /** Where the shell looks for the script, below a folder like {@code /usr/share}. */
  public Path file() {
    return Path.of(file);
  }

  /** The script that completes the command lines of a program. */
  public String script(CommandLine root) {
    return maker.apply(root);
  }
}
