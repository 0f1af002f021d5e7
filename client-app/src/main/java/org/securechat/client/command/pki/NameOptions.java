package org.securechat.client.command.pki;

import org.securechat.client.pki.CertificateOrder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which names a certificate of any kind is to state. */
final class NameOptions {
  @Mixin private UserNameOptions names;

  @Option(
      names = "--server-name",
      paramLabel = "NAME",
      defaultValue = "${env:SECURECHAT_NAME:-" + CertificateOrder.DEFAULT_SERVER + "}",
      description =
          "for a receipt signer: the server that it names, the same as its setting securechat.name"
              + " (default: $SECURECHAT_NAME, or securechat)")
  private String serverName;

  CertificateOrder addTo(CertificateOrder plain) {
    return names.addTo(plain.withServer(serverName));
  }
}
