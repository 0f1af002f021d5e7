package org.securechat.web.openapi;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.securechat.server.actor.Role;

/** The operations that the resources of this module have, as their annotations say. */
public final class Operations {
  private static final java.nio.file.Path CLASSES = java.nio.file.Path.of("target/classes");

  private Operations() {}

  /**
   * One operation.
   *
   * @param roles who may call it
   * @param takesBody whether it reads one
   * @param method what carries it out
   */
  public record Operation(Set<String> roles, boolean takesBody, Method method) {}

  /** All of them, by method and path, such as {@code GET /users/{username}}. */
  public static Map<String, Operation> all() throws IOException {
    Map<String, Operation> all = new TreeMap<>();
    for (Class<?> resource : resources()) {
      for (Method method : resource.getDeclaredMethods()) {
        verb(method)
            .forEach(verb ->
                all.put(
                    verb + " " + path(resource, method),
                    new Operation(
                        roles(resource, method),
                        method.isAnnotationPresent(Consumes.class),
                        method)));
      }
    }
    return all;
  }

  private static List<Class<?>> resources() throws IOException {
    try (Stream<java.nio.file.Path> files = Files.walk(CLASSES)) {
      return files
          .map(file -> CLASSES.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .<Class<?>>map(Operations::load)
          .filter(type -> type.isAnnotationPresent(Path.class))
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Operations.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<String> verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .map(type -> type.getAnnotation(HttpMethod.class))
        .filter(verb -> verb != null)
        .map(HttpMethod::value);
  }

  private static String path(Class<?> resource, Method method) {
    Path own = method.getAnnotation(Path.class);
    return Stream.of(resource.getAnnotation(Path.class).value(), own == null ? "" : own.value())
        .flatMap(text -> Stream.of(text.split("/")))
        .filter(segment -> !segment.isEmpty())
        // A pattern of a parameter is not part of its name.
        .map(segment -> segment.replaceAll("\\{\\s*(\\w+)\\s*:.*}", "{$1}"))
        .reduce("", (path, segment) -> path + "/" + segment);
  }

  private static Set<String> roles(Class<?> resource, Method method) {
    RolesAllowed allowed =
        method.isAnnotationPresent(RolesAllowed.class)
            ? method.getAnnotation(RolesAllowed.class)
            : resource.getAnnotation(RolesAllowed.class);
    Set<String> roles = new TreeSet<>();
    if (allowed != null) {
      roles.addAll(List.of(allowed.value()));
    } else {
      Stream.of(Role.values()).map(Role::wireName).forEach(roles::add);
    }
    return roles;
  }
}
