package org.securechat.server.account;

import org.securechat.protocol.application.Names;

/**
 * The name that a user types at login: a username or an e-mail address, in the form in which
 * accounts are stored. Capital ASCII letters are folded and nothing else, so that no two different
 * letters can meet.
 */
final class LoginName {
  private static final int MAX_LENGTH = 254;

  private final String text;

  private LoginName(String text) {
    this.text = text;
  }

  static LoginName of(String typed) {
    String start = typed.length() > MAX_LENGTH ? typed.substring(0, MAX_LENGTH + 1) : typed;
    return new LoginName(lowerCase(start));
  }

  /** Only an address holds an {@code @}: the two cannot be mistaken for each other. */
  boolean isEmail() {
    return Names.isEmail(text);
  }

  boolean isUsername() {
    return Names.isName(text);
  }

  String text() {
    return text;
  }

  /** Folds A to Z; every other character stays what it is. */
  static String lowerCase(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.chars()
        .map(c -> c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)
        .forEach(c -> folded.append((char) c));
    return folded.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LoginName that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
