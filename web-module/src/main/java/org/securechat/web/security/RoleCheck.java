package org.securechat.web.security;

import jakarta.annotation.Priority;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;

/**
 * Lets through whom {@link RolesAllowed} names, at the method or else at its class. No role may use
 * an operation without an annotation: a forgotten annotation closes the operation. {@link
 * PermitAll} permits every authenticated caller. This does not rely on the container, since
 * editions of it differ in whether they look at resources; and it comes before those that do,
 * because a refusal that only the container knows of is not on record.
 */
@Provider
@ApplicationScoped
@Priority(RoleCheck.BEFORE_THE_CONTAINER)
public class RoleCheck implements ContainerRequestFilter {

  static final int BEFORE_THE_CONTAINER = Priorities.AUTHORIZATION - 100;

  /** Given by JAX-RS: CDI has no bean of this type. */
  @Context private ResourceInfo operation;

  private final Caller caller;
  private final Denials denials;

  /** For the container's proxy. */
  public RoleCheck() {
    this(null, null);
  }

  @Inject
  public RoleCheck(Caller caller, Denials denials) {
    this.caller = caller;
    this.denials = denials;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (!permits(operation.getResourceMethod(), operation.getResourceClass(), caller.roles())) {
      throw denials.of(request);
    }
  }

  /** What a method says counts, otherwise what its class says; without a word it is closed. */
  static boolean permits(Method method, Class<?> resource, Set<String> roles) {
    return permits(method, roles).or(() -> permits(resource, roles)).orElse(false);
  }

  /** Empty if the element says nothing. */
  static Optional<Boolean> permits(AnnotatedElement element, Set<String> roles) {
    if (element.isAnnotationPresent(DenyAll.class)) {
      return Optional.of(false);
    }
    RolesAllowed allowed = element.getAnnotation(RolesAllowed.class);
    if (allowed != null) {
      return Optional.of(Set.of(allowed.value()).stream().anyMatch(roles::contains));
    }
    return element.isAnnotationPresent(PermitAll.class) ? Optional.of(true) : Optional.empty();
  }
}
