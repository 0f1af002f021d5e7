package org.securechat.server.actor;

/** How an {@link Actor} has proved who they are. */
public enum LoginMethod {
  /** An administrator's password. */
  PASSWORD("password"),
  /** A client certificate that names an administrator. */
  CERTIFICATE("certificate"),
  /** A token of the configured OpenID provider. */
  OPENID("openid"),
  /** Access to the server's own files or process. */
  MACHINE("machine");

  private final String wireName;

  LoginMethod(String wireName) {
    this.wireName = wireName;
  }

  /** The name in answers and in the audit log. */
  public String wireName() {
    return wireName;
  }
}
