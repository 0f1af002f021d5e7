package org.securechat.client.command.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that say which authorities are trusted. */
public final class TrustOptions {
  @Option(
      names = "--pki",
      paramLabel = "DIR",
      defaultValue = "${env:SECURECHAT_PKI:-certs}",
      description =
          "folder with ca.pem, crl.pem and issued/NAME.pem and .key"
              + " (default: $SECURECHAT_PKI, or certs)")
  private Path pki;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "the authorities that you trust, PEM (default: ca.pem in --pki)")
  private Path authorities;

  /** The folder of the authority. */
  public Path pki() {
    return pki;
  }

  /** The file with the authorities' certificates. */
  public Path authorities() {
    return authorities == null ? pki.resolve("ca.pem") : authorities;
  }
}
