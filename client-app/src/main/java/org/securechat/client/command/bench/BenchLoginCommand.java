package org.securechat.client.command.bench;

import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.bench.LoginRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench login}. */
@Command(
    name = "login",
    description = {
      "Log in and leave again, over and over.",
      "",
      "The login key is known: what a client derives it with from a password is no",
      "work of the server. The users are in no room.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat bench login --pki bench-pki",
      "  securechat bench login --pki bench-pki --connections 16 --number 5000"
    })
final class BenchLoginCommand implements Callable<Integer> {
  /** Of one user at most two log in at a time, so each has a user of its own. */
  private static final int MOST = 256;

  @Mixin private BenchOptions options;
  @Mixin private ExtentOptions extent;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "8",
      description = "users who log in side by side (default: ${DEFAULT-VALUE})")
  private int connections;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws ClientException {
    int count = BenchOptions.within(spec, "--connections", connections, MOST);
    var counted = extent.extent(spec);
    return options.print(
        spec, new LoginRun(options.target(), count, counted, BenchOptions.progress(spec)).run());
  }
}
