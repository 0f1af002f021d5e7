package org.securechat.web.security;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotAuthorizedException;
import java.util.Set;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.LoginMethod;
import org.securechat.server.actor.Role;

/**
 * The caller who makes the current request. Resources give {@link #actor()} to the services they
 * call.
 */
@RequestScoped
public class Caller {

  /** The attribute of the request under which the login mechanism leaves who was let in. */
  static final String ATTRIBUTE = "org.securechat.caller";

  private final HttpServletRequest request;

  /** For the container's proxy. */
  public Caller() {
    this(null);
  }

  @Inject
  public Caller(HttpServletRequest request) {
    this.request = request;
  }

  /** An administrator's name, or what the OpenID provider calls the person. */
  public String name() {
    return actor().name();
  }

  public Role role() {
    return actor().role();
  }

  /** The names of the caller's roles; exactly one. */
  public Set<String> roles() {
    return Set.of(role().wireName());
  }

  /** How the caller has proved who they are. */
  public LoginMethod method() {
    return actor().method();
  }

  /** The textual IP address of the connection. */
  public String address() {
    return actor().address();
  }

  /** Whether the caller is authenticated. */
  public boolean isKnown() {
    return request.getAttribute(ATTRIBUTE) instanceof Actor;
  }

  /**
   * What services want to know of the caller.
   *
   * @throws NotAuthorizedException if the caller is not authenticated; no operation ever sees this
   */
  public Actor actor() {
    if (request.getAttribute(ATTRIBUTE) instanceof Actor actor) {
      return actor;
    }
    throw new NotAuthorizedException(AdminAuthentication.BASIC);
  }
}
