package org.securechat.web.user;

/**
 * What became of a password.
 *
 * @param user the account
 * @param password the one that the server has made, shown this once; absent otherwise
 */
public record PasswordAnswer(UserView user, String password) {
  @Override
  public String toString() {
    return "PasswordAnswer[redacted]";
  }
}
