package org.securechat.launcher;

import picocli.CommandLine;

/** Starts the server: {@code java -jar securechat-server.jar [options]}. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    // Payara's classes pick their log manager and locale from the first one to ask: be first.
    System.setProperty("java.awt.headless", "true");
    StopSignals.endWithZero();
    int exit =
        new CommandLine(new UpCommand()).setCaseInsensitiveEnumValuesAllowed(true).execute(args);
    if (exit != UpCommand.RUNNING) {
      System.exit(exit);
    }
  }
}
