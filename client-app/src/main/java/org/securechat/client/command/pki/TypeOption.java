package org.securechat.client.command.pki;

import org.securechat.client.pki.CertificateKind;
import picocli.CommandLine.Option;

/** The option that says what a certificate is for. */
final class TypeOption {
  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "CLIENT",
      description = "client, server or receipt (default: client)")
  private CertificateKind type;

  CertificateKind type() {
    return type;
  }
}
