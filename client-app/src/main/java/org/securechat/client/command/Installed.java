package org.securechat.client.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What lies beside this program, as far as the script {@code securechat} has said where it is. */
final class Installed {
  private Installed() {}

  /** The folder of the jars. */
  private static Optional<Path> home() {
    return Optional.ofNullable(System.getProperty("securechat.home"))
        .map(home -> Path.of(home).toAbsolutePath());
  }

  /** The folder of manual pages and completion scripts, which may not be there. */
  static Optional<Path> share() {
    return home().map(home -> home.resolveSibling("share"));
  }

  /** Whether the server's program is there, or may be: a client alone comes without it. */
  static boolean server() {
    return home().map(home -> Files.exists(home.resolve("securechat-server.jar"))).orElse(true);
  }
}
