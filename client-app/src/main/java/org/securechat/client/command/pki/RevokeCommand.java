package org.securechat.client.command.pki;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.securechat.client.pki.CrlReason;
import org.securechat.client.pki.IssuedCertificate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pki revoke}. */
@Command(
    name = "revoke",
    description = {
      "Withdraw certificates and publish the new revocation list.",
      "A name withdraws every certificate of that name, a serial just the one."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat pki revoke alice --reason keyCompromise",
      "  securechat pki revoke 5f3a9c"
    })
final class RevokeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME|SERIAL", description = "which one; see 'pki list'")
  private String nameOrSerial;

  @Mixin private PkiFolder folder;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      defaultValue = "unspecified",
      description =
          "unspecified, keyCompromise, affiliationChanged, superseded, cessationOfOperation or"
              + " privilegeWithdrawn (default: ${DEFAULT-VALUE})")
  private String reason;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CrlReason known =
        CrlReason.of(reason)
            .orElseThrow(
                () -> new ParameterException(spec.commandLine(), "--reason is one of " + labels()));
    for (IssuedCertificate entry : folder.open().revoke(nameOrSerial, known)) {
      spec.commandLine()
          .getOut()
          .println("revoked " + entry.serial() + " (" + entry.name() + "), " + known.label());
    }
    return 0;
  }

  private static String labels() {
    return Arrays.stream(CrlReason.values())
        .map(CrlReason::label)
        .collect(Collectors.joining(", "));
  }
}
