package org.securechat.client.command.pki;

import java.nio.file.Path;
import java.time.Clock;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.PassphraseOptions;
import org.securechat.client.identity.Passphrases;
import org.securechat.client.pki.CertificateAuthority;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The option that says where the authority is. */
final class PkiFolder {
  @Option(
      names = {"--dir", "--pki"},
      paramLabel = "DIR",
      defaultValue = "${env:SECURECHAT_PKI:-certs}",
      description = "the authority's folder (default: $SECURECHAT_PKI, or certs)")
  private Path dir;

  @Mixin private PassphraseOptions passphrase;

  Path path() {
    return dir;
  }

  Passphrases passphrase() {
    return passphrase.passphrase();
  }

  CertificateAuthority open() throws ClientException {
    return CertificateAuthority.open(dir, passphrase.passphrase(), Clock.systemUTC());
  }
}
