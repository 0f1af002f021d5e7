package org.securechat.client.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.protocol.file.SecretLine;
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

  /** Whether a file is named. */
  public boolean isInFile() {
    return file.isPresent();
  }

  /**
   * The passphrase of a new key; a person types it twice. The caller wipes it.
   *
   * @param name of whom the key is
   * @throws ClientException also if it is too easy to guess
   */
  public char[] chosen(String name) throws ClientException {
    char[] passphrase = file.isPresent() ? fromFile(file.get()) : typedTwice(name);
    try {
      PasswordRules.require(passphrase, "passphrase", name);
      return passphrase;
    } catch (ClientException e) {
      Arrays.fill(passphrase, '\0');
      throw e;
    }
  }

  private static char[] fromFile(Path secret) throws ClientException {
    try {
      return SecretLine.readOwnersOnly(secret);
    } catch (IOException e) {
      throw new ClientException(
          e.getMessage(),
          "Write the passphrase into a file that only you can read, or leave out"
              + " --passphrase-file to be asked for it.",
          e);
    }
  }

  private char[] typedTwice(String name) throws ClientException {
    char[] first = typed("New passphrase for the key of " + name);
    char[] second = typed("The same again");
    try {
      // Both are this person's, just typed: how long comparing takes tells nobody anything.
      if (!Arrays.equals(first, second)) {
        Arrays.fill(first, '\0');
        throw new ClientException("the two passphrases differ", "Try again.");
      }
      return first;
    } finally {
      Arrays.fill(second, '\0');
    }
  }

  private char[] typed(String prompt) throws ClientException {
    return terminal
        .read(prompt)
        .orElseThrow(() ->
            new ClientException(
                "a passphrase is needed and there is no terminal to ask at",
                "Write it into a file that only you can read and name it with"
                    + " --passphrase-file FILE."));
  }
}
