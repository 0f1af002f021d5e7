package org.securechat.web.security;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotAuthorizedException;
import java.util.Set;
import org.securechat.server.administration.Actor;
import org.securechat.server.administration.LoginMethod;
import org.securechat.server.administration.Role;

/** Whoever makes the present request. Resources give {@link #actor()} to the services they call. */
@RequestScoped
public class Caller {

  private SecurityContext security;
  private HttpServletRequest request;

  /** For the container's proxy. */
  public Caller() {}

  @Inject
  Caller(SecurityContext security, HttpServletRequest request) {
    this.security = security;
    this.request = request;
  }

  /** An administrator's name, or what the OpenID provider calls the person. */
  public String name() {
    return identity().getName();
  }

  public Role role() {
    return identity().role();
  }

  /** The names of the caller's roles; exactly one. */
  public Set<String> roles() {
    return Set.of(role().wireName());
  }

  /** How the caller has proved who they are. */
  public LoginMethod method() {
    return identity().method();
  }

  /** The textual IP address of the connection. */
  public String address() {
    return request.getRemoteAddr();
  }

  /**
   * What services want to know of the caller.
   *
   * @throws NotAuthorizedException if nobody has proved anything, which resources that are
   *     annotated with roles never see
   */
  public Actor actor() {
    CallerIdentity identity = identity();
    return new Actor(identity.getName(), identity.role(), identity.method(), address());
  }

  private CallerIdentity identity() {
    return security.getPrincipalsByType(CallerIdentity.class).stream()
        .findFirst()
        .orElseThrow(() -> new NotAuthorizedException("Basic"));
  }
}
