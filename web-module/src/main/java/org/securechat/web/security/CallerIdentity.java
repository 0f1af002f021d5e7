package org.securechat.web.security;

import jakarta.security.enterprise.CallerPrincipal;
import org.securechat.server.administration.LoginMethod;
import org.securechat.server.administration.Role;

/** Who has proved who they are, as the container carries it through a request. */
public final class CallerIdentity extends CallerPrincipal {

  private final transient Role role;
  private final transient LoginMethod method;

  public CallerIdentity(String name, Role role, LoginMethod method) {
    super(name);
    this.role = role;
    this.method = method;
  }

  public Role role() {
    return role;
  }

  public LoginMethod method() {
    return method;
  }
}
