package org.securechat.client.identity;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.securechat.client.ClientException;
import org.securechat.protocol.file.SecretLine;

/**
 * Where a password comes from, in this order: a file, the environment, the terminal without echo.
 * Never the command line, which every process on the machine can read.
 */
public final class Passwords {
  /** The environment variable that may hold the password. */
  public static final String VARIABLE = "SECURECHAT_PASSWORD";

  private final Optional<Path> file;
  private final String variable;
  private final Supplier<String> environment;
  private final Terminal terminal;

  /** Asks a person; empty if there is no terminal. */
  public interface Terminal {
    /** The line that was typed without echo, or empty. */
    Optional<char[]> read(String prompt);
  }

  /** A source that looks at these places. */
  public Passwords(Optional<Path> file, Supplier<String> environment, Terminal terminal) {
    this(file, VARIABLE, environment, terminal);
  }

  private Passwords(
      Optional<Path> file, String variable, Supplier<String> environment, Terminal terminal) {
    this.file = file;
    this.variable = variable;
    this.environment = environment;
    this.terminal = terminal;
  }

  /** The process's own environment and terminal. */
  public static Passwords ofProcess(Optional<Path> file) {
    return ofProcess(file, VARIABLE);
  }

  /** The same with another environment variable. */
  public static Passwords ofProcess(Optional<Path> file, String variable) {
    return new Passwords(file, variable, () -> System.getenv(variable), Passwords::ask);
  }

  static Optional<char[]> ask(String prompt) {
    return isTerminal()
        ? Optional.ofNullable(System.console().readPassword("%s: ", prompt))
        : Optional.empty();
  }

  /** Whether a person sits at the process's terminal. */
  public static boolean isTerminal() {
    // Null without a terminal, or a console that is not at a terminal, depending on the JDK.
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  /** The password of an account that exists. The caller wipes it. */
  public char[] existing(String user) throws ClientException {
    Optional<char[]> given = given();
    return given.isPresent() ? given.get() : typed("Password for " + user);
  }

  /**
   * The password of a new account; a person types it twice. The caller wipes it.
   *
   * @throws ClientException also if it is too easy to guess
   */
  public char[] chosen(String user) throws ClientException {
    Optional<char[]> given = given();
    char[] password = given.isPresent() ? given.get() : typedTwice(user);
    try {
      PasswordRules.require(password, "password", user);
      return password;
    } catch (ClientException e) {
      Arrays.fill(password, '\0');
      throw e;
    }
  }

  private char[] typedTwice(String user) throws ClientException {
    char[] first = typed("New password for " + user);
    char[] second = typed("The same again");
    try {
      if (!Arrays.equals(first, second)) {
        Arrays.fill(first, '\0');
        throw new ClientException("the two passwords differ", "Try again.");
      }
      return first;
    } finally {
      Arrays.fill(second, '\0');
    }
  }

  private Optional<char[]> given() throws ClientException {
    if (file.isPresent()) {
      return Optional.of(fromFile(file.get()));
    }
    String content = environment.get();
    if (content == null) {
      return Optional.empty();
    }
    return Optional.of(checked(content.toCharArray(), variable));
  }

  private char[] typed(String prompt) throws ClientException {
    char[] password =
        terminal
            .read(prompt)
            .orElseThrow(() ->
                new ClientException(
                    "a password is needed and there is no terminal to ask at",
                    "Use --password-file FILE or set " + variable + "."));
    return checked(password, "the terminal");
  }

  private static char[] checked(char[] password, String where) throws ClientException {
    if (password.length == 0) {
      throw new ClientException("the password from " + where + " is empty", "Choose a longer one.");
    }
    return password;
  }

  private static char[] fromFile(Path path) throws ClientException {
    try {
      if (Files.size(path) > SecretLine.MAX_BYTES) {
        throw new ClientException(
            path + " is longer than a password",
            "The password file holds the password and nothing else.");
      }
      return checked(SecretLine.read(path), path.toString());
    } catch (CharacterCodingException e) {
      throw new ClientException(path + " is not UTF-8 text", "Write the password as text.", e);
    } catch (IOException e) {
      throw new ClientException(
          "the password file " + path + " cannot be read",
          "Check its name and that you may read it.",
          e);
    }
  }
}
