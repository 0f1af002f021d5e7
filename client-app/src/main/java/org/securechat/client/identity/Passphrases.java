package org.securechat.client.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.securechat.protocol.identity.key.Passphrase;

/**
 * Where the passphrase of a key comes from: a file of the user's alone, or else the terminal
 * without echo. Never the command line and never the environment, which other processes can read.
 */
public final class Passphrases implements Passphrase {
  private final Optional<Path> file;
  private final Passwords.Terminal terminal;

  Passphrases(Optional<Path> file, Passwords.Terminal terminal) {
    this.file = file;
    this.terminal = terminal;
  }

  /** The file, if one is named, or the process's terminal, if it has one. */
  public static Passphrases ofProcess(Optional<Path> file) {
    return new Passphrases(file, Passwords::ask);
  }

  @Override
  public Optional<char[]> get(Path key, int attempt) throws IOException {
    if (file.isPresent()) {
      return Passphrase.inFile(file.get()).get(key, attempt);
    }
    String again = attempt == 0 ? "" : "That was not it. ";
    return terminal.read(again + "Passphrase for " + key).filter(typed -> typed.length > 0);
  }
}
