package org.securechat.web.security;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All operations by path, for a decision before that of JAX-RS: there method, media type and what
 * is accepted decide which operation a request is for, so that a caller without any right to it
 * would be told first what is wrong with these.
 */
final class OperationTable {
  private static final Pattern PARAMETER =
      Pattern.compile("\\{\\s*\\w+\\s*(?::\\s*((?:[^{}]|\\{[^{}]*})*))?}");
  private static final String ANY_SEGMENT = "[^/]+";

  private final List<Operation> operations;

  private OperationTable(List<Operation> operations) {
    this.operations = List.copyOf(operations);
  }

  /**
   * @param resources classes with {@link Path}; what they inherit counts for nothing, as they are
   *     written here
   */
  static OperationTable of(Collection<Class<?>> resources) {
    List<Operation> operations = new ArrayList<>();
    for (Class<?> resource : resources) {
      for (Method method : resource.getDeclaredMethods()) {
        for (Annotation annotation : method.getAnnotations()) {
          HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
          if (verb != null) {
            operations.add(new Operation(verb.value(), path(resource, method), resource, method));
          }
        }
      }
    }
    return new OperationTable(operations);
  }

  private static Pattern path(Class<?> resource, Method method) {
    Path own = method.getAnnotation(Path.class);
    String template =
        plain(resource.getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value()));
    StringBuilder pattern = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(template);
    int from = 0;
    while (parameter.find()) {
      pattern.append(Pattern.quote(template.substring(from, parameter.start())));
      pattern.append(parameter.group(1) == null ? ANY_SEGMENT : "(?:" + parameter.group(1) + ")");
      from = parameter.end();
    }
    return Pattern.compile(pattern.append(Pattern.quote(template.substring(from))).toString());
  }

  /** Without slashes at its ends, doubled ones, and matrix parameters. */
  private static String plain(String path) {
    return path.replaceAll(";[^/]*", "").replaceAll("/+", "/").replaceAll("^/|/$", "");
  }

  /**
   * Whether a caller may be told anything of what is at a path. Where there is an operation of that
   * method, its roles say so, otherwise those of all operations there. Who is let through here has
   * passed no check of a role yet: that of the operation that JAX-RS finds comes later.
   *
   * @param verb such as {@code GET}
   * @param path below the application's, as it was asked for
   */
  boolean mayBeTold(String verb, String path, Set<String> roles) {
    String asked = plain(path);
    List<Operation> there =
        operations.stream().filter(o -> o.path().matcher(asked).matches()).toList();
    List<Operation> meant = there.stream().filter(o -> o.answers(verb)).toList();
    return there.isEmpty()
        || (meant.isEmpty() ? there : meant).stream().anyMatch(o -> o.permits(roles));
  }

  private record Operation(String verb, Pattern path, Class<?> resource, Method method) {

    /** JAX-RS answers HEAD by the operation for GET (Jakarta RESTful Web Services 3.3.5). */
    boolean answers(String asked) {
      return verb.equals(asked) || (verb.equals("GET") && asked.equals("HEAD"));
    }

    boolean permits(Set<String> roles) {
      return RoleCheck.permits(method, resource, roles);
    }
  }
}
