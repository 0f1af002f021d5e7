package org.securechat.client.command;

import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.OutputOptions;
import org.securechat.client.demo.Demonstration;
import org.securechat.client.identity.Passwords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}. */
@Command(
    name = "demo",
    description = {
      "Show everything once, with a verdict on each step.",
      "",
      "Makes an authority, starts a server, lets two users talk, checks their receipts,",
      "and tries attacks that must be refused.",
      "",
      "Uses a temporary folder and free loopback ports, and leaves nothing behind.",
      "Exit code 0 only if every step holds.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"  securechat demo", "  securechat demo --keep -v"})
final class DemoCommand implements Callable<Integer> {
  @Option(names = "--keep", description = "leave the folder, and say where it is")
  private boolean keep;

  @Option(
      names = {"-v", "--verbose"},
      description = "let the server log what it does (into server.log in the folder)")
  private boolean verbose;

  @Option(
      names = "--cluster",
      description = {
        "show three servers that share a database instead, one of which is killed; needs an empty"
            + " MySQL database, named by SECURECHAT_DB_URL, SECURECHAT_DB_USER and"
            + " SECURECHAT_DB_PASSWORD (or SECURECHAT_DB_PASSWORD_FILE)"
      })
  private boolean cluster;

  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws ClientException {
    boolean holds =
        new Demonstration(
                spec.commandLine().getOut(),
                output.palette(),
                output.json(),
                Passwords.isTerminal(),
                keep,
                verbose,
                cluster)
            .run();
    return holds ? 0 : 1;
  }
}
