package org.securechat.client.command.options;

import java.nio.file.Path;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.identity.IdentityFiles;
import org.securechat.protocol.identity.key.Passphrase;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which certificate the user has and which authorities are trusted. */
public final class IdentityOptions {
  @Mixin private TrustOptions trust;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "your certificate chain, PEM or PKCS#12")
  private Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "its private key: PEM (PKCS#8, encrypted or not, PKCS#1, SEC1), PKCS#12, or on a token:"
              + " pkcs11:object=LABEL?module-path=LIBRARY")
  private Path key;

  @Mixin private PassphraseOptions passphrase;

  /** Which authorities are trusted. */
  TrustOptions trust() {
    return trust;
  }

  /** What opens the key, if it is encrypted. */
  public Passphrase passphrase() {
    return passphrase.passphrase();
  }

  /** The folder of the authority. */
  public Path pki() {
    return trust.pki();
  }

  /** The file with the authorities' certificates. */
  public Path authorities() {
    return trust.authorities();
  }

  /**
   * The user's files.
   *
   * @param name the account, or null
   * @param revocations the revocation lists, or null for the usual file
   */
  public IdentityFiles files(String name, Path revocations) throws ClientException {
    return IdentityFiles.find(
        trust.pki(),
        Optional.ofNullable(name).filter(given -> !given.isEmpty()),
        Optional.ofNullable(certificate),
        Optional.ofNullable(key),
        Optional.of(trust.authorities()),
        Optional.ofNullable(revocations));
  }
}
