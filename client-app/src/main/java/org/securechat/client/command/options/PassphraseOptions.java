package org.securechat.client.command.options;

import java.nio.file.Path;
import java.util.Optional;
import org.securechat.client.identity.Passphrases;
import picocli.CommandLine.Option;

/** The option that says what opens an encrypted key. */
public final class PassphraseOptions {
  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      defaultValue = "${env:SECURECHAT_PASSPHRASE_FILE}",
      description =
          "file, readable by you alone, whose one line is the passphrase of an encrypted key or the"
              + " PIN of a token"
              + " (default: $SECURECHAT_PASSPHRASE_FILE, or asked for without echo)")
  private Path file;

  /** Asks the file, or the person at the terminal. */
  public Passphrases passphrase() {
    return Passphrases.ofProcess(Optional.ofNullable(file));
  }
}
