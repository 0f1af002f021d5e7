package org.securechat.client.command.pki;

import org.securechat.client.identity.Passphrases;
import org.securechat.client.pki.KeyForm;
import org.securechat.client.pki.KeyKind;
import picocli.CommandLine.Option;

/** The options that say what a new key is to be. */
final class NewKeyOptions {
  @Option(
      names = "--key",
      paramLabel = "KIND",
      description = "p256, p384, rsa2048, rsa3072 or ed25519 (default: p256, which all take)")
  private KeyKind kind;

  @Option(
      names = "--encrypt",
      description =
          "encrypt the new key by a passphrase, which is asked for twice; so does naming a file"
              + " with --passphrase-file")
  private boolean encrypted;

  KeyKind kind() {
    return kind == null ? KeyKind.P256 : kind;
  }

  /** Whether the key is to be encrypted. */
  boolean isEncrypted(Passphrases passphrases) {
    return encrypted || passphrases.isInFile();
  }

  /**
   * How the key is written.
   *
   * @param passphrases where a new passphrase comes from
   * @param name of whom it is
   */
  KeyForm form(Passphrases passphrases, String name) {
    return isEncrypted(passphrases)
        ? KeyForm.encrypted(() -> passphrases.chosen(name))
        : KeyForm.PLAIN;
  }
}
