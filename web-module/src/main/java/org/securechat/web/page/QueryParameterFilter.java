package org.securechat.web.page;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;

/** Holds every operation to {@link QueryRule}, after the caller's role has been checked. */
@Provider
@ApplicationScoped
@Priority(Priorities.USER)
public class QueryParameterFilter implements ContainerRequestFilter {

  /** Given by JAX-RS: CDI has no bean of this type. */
  @Context private ResourceInfo operation;

  @Override
  public void filter(ContainerRequestContext request) {
    UriInfo uri = request.getUriInfo();
    QueryRule.check(operation.getResourceMethod(), uri.getQueryParameters());
    uri.getPathSegments()
        .forEach(segment -> QueryRule.checkPath(segment.getMatrixParameters().keySet()));
  }
}
