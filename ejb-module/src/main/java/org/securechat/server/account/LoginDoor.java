package org.securechat.server.account;

import java.util.Locale;

/** The ways into the server that are counted apart: what fails at one slows down no other. */
public enum LoginDoor {
  CHAT,
  CLASSIC,
  ADMINISTRATION;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
