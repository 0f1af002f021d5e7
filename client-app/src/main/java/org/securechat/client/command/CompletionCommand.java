package org.securechat.client.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.command.manual.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}. */
@Command(
    name = "completion",
    description = {
      "Print a script by which your shell completes commands and options.",
      "",
      "The packages for Debian bring these scripts to where the shells look for them. Elsewhere,"
          + " load one as the examples show, in the file that your shell reads at its start.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  source <(securechat completion bash)            in ~/.bashrc",
      "  source <(securechat completion zsh)             in ~/.zshrc, after compinit",
      "  securechat completion fish | source             in ~/.config/fish/config.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
  private Shell shell;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Optional<Path> made = Installed.share().map(share -> share.resolve(shell.file()));
    // The one that was made with the installation knows the options of the server's commands, too.
    String script =
        made.isPresent() && Files.isReadable(made.get())
            ? Files.readString(made.get())
            : shell.script(SecureChatCommand.line());
    spec.commandLine().getOut().print(script);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
