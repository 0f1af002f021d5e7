package org.securechat.web.problem;

import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * What {@link FailureMapper} does, for values that Jakarta Validation has refused. It stands for
 * itself because Jersey has a mapper of its own for those, which is nearer than one for everything
 * and answers without a body.
 */
@Provider
public class ViolationMapper implements ExceptionMapper<ConstraintViolationException> {

  private final UriInfo uri;

  public ViolationMapper(@Context UriInfo uri) {
    this.uri = uri;
  }

  @Override
  public Response toResponse(ConstraintViolationException thrown) {
    return new FailureMapper(uri).toResponse(thrown);
  }
}
