package org.securechat.web.page;

import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.securechat.server.actor.AdministrationException;

/**
 * Which query parameters a request may have: those that its operation reads, each of them once. One
 * that is misspelt is refused, because an answer to another question than the caller's looks like
 * an answer to the caller's.
 */
final class QueryRule {
  private static final int SHOWN = 64;

  private QueryRule() {}

  /**
   * Checks the parameters of a request.
   *
   * @param given decoded; a name may have several values
   * @throws AdministrationException {@code INVALID}, with the name of the parameter
   */
  static void check(Method operation, Map<String, List<String>> given) {
    Map<String, Class<?>> known = parameters(operation);
    given.forEach((name, values) -> {
      Class<?> type = known.get(name);
      if (type == null) {
        throw refused(
            name,
            "is not a query parameter of this request, which has "
                + (known.isEmpty() ? "none" : String.join(", ", known.keySet())));
      }
      if (values.size() != 1) {
        throw refused(name, "is given more than once");
      }
      if (type == Boolean.class && !values.get(0).matches("true|false")) {
        throw refused(name, "is true or false");
      }
      if ((type == int.class || type == Long.class) && !isNumber(type, values.get(0))) {
        throw refused(name, "is a number");
      }
    });
  }

  /**
   * Checks the parameters that stand in the path, behind a semicolon: no operation reads one, and
   * JAX-RS lets them fall silently.
   *
   * @throws AdministrationException {@code INVALID}, with the name of the first
   */
  static void checkPath(Collection<String> names) {
    names.stream()
        .findFirst()
        .ifPresent(name -> {
          throw refused(name, "stands in the path; a parameter stands in the query, behind '?'");
        });
  }

  /** The query parameters that an operation reads, by name, with the type it reads them as. */
  static Map<String, Class<?>> parameters(Method operation) {
    Map<String, Class<?>> parameters = new TreeMap<>();
    for (Parameter parameter : operation.getParameters()) {
      QueryParam query = parameter.getAnnotation(QueryParam.class);
      if (query != null) {
        parameters.put(query.value(), parameter.getType());
      }
    }
    return parameters;
  }

  /** Otherwise JAX-RS would say of what is no number that the path does not exist. */
  private static boolean isNumber(Class<?> type, String text) {
    long most = type == int.class ? Integer.MAX_VALUE : Long.MAX_VALUE;
    return text.matches("-?[0-9]{1,19}")
        && new BigInteger(text).abs().compareTo(BigInteger.valueOf(most)) <= 0;
  }

  private static AdministrationException refused(String name, String why) {
    String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
    return AdministrationException.invalid(shown, shown + " " + why);
  }
}
