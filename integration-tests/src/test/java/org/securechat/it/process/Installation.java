package org.securechat.it.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The runnable folder under test and the JDK that runs it. {@code -Dsecurechat.home=DIR} names
 * another folder, {@code -Dsecurechat.jdk=DIR} another JDK.
 */
public final class Installation {

  private static final Path FROM_THIS_BUILD = Path.of("..", "launcher", "target", "server");

  private Installation() {}

  public static Path home() {
    String chosen = System.getProperty("securechat.home", "");
    Path home = chosen.isBlank() ? FROM_THIS_BUILD : Path.of(chosen);
    return home.toAbsolutePath().normalize();
  }

  public static Path ear() {
    return home().resolve("securechat.ear");
  }

  /** The start of a command line that runs one of the two jars. */
  public static List<String> java(String jar, String... options) {
    Path file = home().resolve(jar);
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(file + " is missing; build it with ./mvnw package");
    }
    List<String> command = new ArrayList<>();
    command.add(jdk("java"));
    command.addAll(List.of(options));
    command.add("-jar");
    command.add(file.toString());
    return command;
  }

  /** A program of the JDK under test. */
  public static String jdk(String program) {
    String chosen = System.getProperty("securechat.jdk", "");
    Path jdk = Path.of(chosen.isBlank() ? System.getProperty("java.home") : chosen);
    return jdk.resolve("bin").resolve(program).toString();
  }
}
