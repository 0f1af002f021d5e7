package org.securechat.launcher;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder this program was started from: {@code securechat-server.jar}, {@code securechat.ear},
 * {@code securechat-client.jar}, {@code lib/} and {@code drivers/}.
 */
record Installation(Path folder, Path ear) {

  static Installation ofThisProgram(Path chosenEar) throws StartException {
    Path folder;
    try {
      folder =
          Path.of(Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toAbsolutePath()
              .getParent();
    } catch (URISyntaxException e) {
      throw new StartException("cannot tell where this program is installed", e);
    }
    Path ear = chosenEar == null ? folder.resolve("securechat.ear") : chosenEar.toAbsolutePath();
    if (!Files.isRegularFile(ear)) {
      throw new StartException("there is no application at " + ear + "; build it or use --ear");
    }
    return new Installation(folder, ear);
  }

  /** The Java program that runs this one. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  Path program() {
    return folder.resolve("securechat-server.jar");
  }

  Path client() {
    return folder.resolve("securechat-client.jar");
  }

  /** The one that the server uses, which is Payara Micro's. */
  Path embeddedDriver() {
    return folder.resolve("lib/payara-micro/h2.jar");
  }

  Path drivers() {
    return folder.resolve("drivers");
  }
}
