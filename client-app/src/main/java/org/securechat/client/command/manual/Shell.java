package org.securechat.client.command.manual;

import java.nio.file.Path;
import picocli.CommandLine;

/** A shell that can be told how to complete command lines. */
public enum Shell {
  BASH("bash-completion/completions/securechat"),
  ZSH("zsh/site-functions/_securechat"),
  FISH("fish/vendor_completions.d/securechat.fish");

  private final String file;

  Shell(String file) {
    this.file = file;
  }

  /** Where the shell looks for the script, below a folder like {@code /usr/share}. */
  public Path file() {
    return Path.of(file);
  }

  /** The script that completes the command lines of a program. */
  public String script(CommandLine root) {
    return switch (this) {
      case BASH -> BashCompletion.script(root);
      case ZSH -> ZshCompletion.script(root);
      case FISH -> FishCompletion.script(root);
    };
  }
}
