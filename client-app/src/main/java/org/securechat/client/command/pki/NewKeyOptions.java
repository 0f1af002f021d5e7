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

  /**
   * How the key is written.
   *
   * @param passphrases says whether a file is named for the passphrase
   * @param chosen gives a new passphrase, if the key is to be encrypted
   */
  KeyForm form(Passphrases passphrases, KeyForm.Source chosen) {
    return encrypted || passphrases.isInFile() ? KeyForm.encrypted(chosen) : KeyForm.PLAIN;
  }
}
