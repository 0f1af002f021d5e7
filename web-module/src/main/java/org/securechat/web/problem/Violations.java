package org.securechat.web.problem;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.securechat.web.json.MemberNames;
import org.securechat.web.problem.Problem.FieldError;

/** What Jakarta Validation has found, in the names that the request uses. */
final class Violations {

  private Violations() {}

  static List<FieldError> of(Set<ConstraintViolation<?>> violations) {
    return violations.stream()
        .map(
            violation -> new FieldError(field(violation.getPropertyPath()), violation.getMessage()))
        .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
        .toList();
  }

  /** Without the method; a body's member without the parameter that holds the body. */
  private static String field(Path path) {
    List<Path.Node> nodes =
        StreamSupport.stream(path.spliterator(), false)
            .filter(node -> node.getName() != null && node.getKind() != ElementKind.METHOD)
            .toList();
    List<Path.Node> properties =
        nodes.stream().filter(node -> node.getKind() == ElementKind.PROPERTY).toList();
    return (properties.isEmpty() ? nodes : properties)
        .stream().map(node -> MemberNames.of(node.getName())).collect(Collectors.joining("."));
  }
}
