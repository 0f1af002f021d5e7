package org.securechat.client.command.admin;

import org.securechat.client.identity.Passwords;

/** Asks a person before something that cannot be undone. */
final class Confirmation {
  private Confirmation() {}

  /** Whether a person sits there and has typed exactly that. */
  static boolean typed(String question, String expected) {
    if (!Passwords.isTerminal()) {
      return false;
    }
    String line = System.console().readLine("%s", question);
    return line != null && line.strip().equals(expected);
  }
}
