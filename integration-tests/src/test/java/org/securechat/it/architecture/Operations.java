package org.securechat.it.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Everything that the administration interface can be asked for, as its classes say. */
public final class Operations {

  private static final List<Class<? extends Annotation>> METHODS =
      List.of(GET.class, POST.class, PUT.class, PATCH.class, DELETE.class);

  private Operations() {}

  /** Such as {@code GET /users/{username}}. */
  public static Set<String> all() {
    Set<String> operations = new TreeSet<>();
    for (JavaClass resource : Code.WEB.classes()) {
      if (resource.isAnnotatedWith(Path.class)) {
        for (JavaMethod method : resource.getMethods()) {
          METHODS.stream()
              .filter(method::isAnnotatedWith)
              .forEach(
                  m -> operations.add(m.getSimpleName() + " " + path(resource) + path(method)));
        }
      }
    }
    return operations;
  }

  private static String path(CanBeAnnotated element) {
    if (!element.isAnnotatedWith(Path.class)) {
      return "";
    }
    Path path =
        element instanceof JavaClass type
            ? type.getAnnotationOfType(Path.class)
            : ((JavaMethod) element).getAnnotationOfType(Path.class);
    // Without what a parameter must look like.
    String text = path.value().replaceAll("\\{\\s*(\\w+)\\s*:(?:[^{}]|\\{[^{}]*})*}", "{$1}");
    return text.isEmpty() || text.startsWith("/") ? text : "/" + text;
  }
}
