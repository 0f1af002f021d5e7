package org.securechat.client;

import org.securechat.client.command.SecureChatCommand;

/** Entry point of the executable jar. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code: 0 done, 1 refused or failed, 2 wrong usage. */
  public static void main(String[] args) {
    System.exit(SecureChatCommand.line().execute(args));
  }
}
