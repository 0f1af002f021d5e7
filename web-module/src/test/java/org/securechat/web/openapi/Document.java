package org.securechat.web.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The document as maps and lists. */
final class Document {
  private static final Set<String> VERBS = Set.of("get", "put", "post", "patch", "delete", "head");

  private final Map<String, Object> root;

  private Document(Map<String, Object> root) {
    this.root = root;
  }

  static Document parsed() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new Document(map(new Yaml(new SafeConstructor(options)).load(OpenApiDocument.text())));
  }

  Map<String, Object> root() {
    return root;
  }

  /** All operations, by method and path. */
  Map<String, Map<String, Object>> operations() {
    Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    map(root.get("paths"))
        .forEach((path, item) ->
            map(item).entrySet().stream()
                .filter(entry -> VERBS.contains(entry.getKey()))
                .forEach(entry ->
                    all.put(
                        entry.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path,
                        map(entry.getValue()))));
    return all;
  }

  /** What stands there, or what it refers to. */
  Map<String, Object> resolved(Object node) {
    Map<String, Object> object = map(node);
    Object reference = object.get("$ref");
    if (reference == null) {
      return object;
    }
    Object target = root;
    for (String step : reference.toString().substring("#/".length()).split("/", -1)) {
      target = map(target).get(step);
      if (target == null) {
        throw new AssertionError("nothing is at " + reference);
      }
    }
    return resolved(target);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object node) {
    if (node instanceof Map<?, ?> object) {
      return (Map<String, Object>) object;
    }
    throw new AssertionError("not an object: " + node);
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object node) {
    return node == null ? List.of() : (List<Object>) node;
  }
}
