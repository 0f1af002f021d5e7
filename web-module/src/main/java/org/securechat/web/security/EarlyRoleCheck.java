package org.securechat.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Refuses a caller whose role permits nothing at a path before anything is said of methods, media
 * types and what is accepted. {@link RoleCheck} decides who may do what.
 */
@Provider
@PreMatching
@ApplicationScoped
public class EarlyRoleCheck implements ContainerRequestFilter {

  private final Caller caller;
  private final Denials denials;
  private final OperationTable operations;

  /** For the container's proxy. */
  public EarlyRoleCheck() {
    this(null, null, (OperationTable) null);
  }

  @Inject
  public EarlyRoleCheck(Caller caller, Denials denials, BeanManager beans) {
    this(caller, denials, OperationTable.of(resources(beans)));
  }

  private EarlyRoleCheck(Caller caller, Denials denials, OperationTable operations) {
    this.caller = caller;
    this.denials = denials;
    this.operations = operations;
  }

  private static Collection<Class<?>> resources(BeanManager beans) {
    return beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
        .<Class<?>>map(Bean::getBeanClass)
        .filter(type -> type.isAnnotationPresent(Path.class))
        .collect(Collectors.toSet());
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (!operations.mayBeTold(
        request.getMethod(), request.getUriInfo().getPath(), caller.roles())) {
      throw denials.of(request);
    }
  }
}
