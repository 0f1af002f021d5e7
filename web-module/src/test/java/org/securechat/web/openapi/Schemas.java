package org.securechat.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.web.openapi.Document.list;
import static org.securechat.web.openapi.Document.map;

import java.util.List;
import java.util.Map;

/** Whether an example is what its schema says. */
final class Schemas {
  private final Document document;

  Schemas(Document document) {
    this.document = document;
  }

  void assertFits(String where, Object example, Object schemaOrReference) {
    Map<String, Object> schema = document.resolved(schemaOrReference);
    assertThat(example).as(where).isNotNull();
    switch (String.valueOf(schema.get("type"))) {
      case "object" -> assertObject(where, example, schema);
      case "array" -> {
        assertThat(example).as(where).isInstanceOf(List.class);
        list(example).forEach(item -> assertFits(where + "[]", item, schema.get("items")));
      }
      case "string" -> assertString(where, example, schema);
      case "integer" -> assertThat(example).as(where).isInstanceOf(Number.class);
      case "boolean" -> assertThat(example).as(where).isInstanceOf(Boolean.class);
      default -> throw new AssertionError(where + ": the schema has no type that is known here");
    }
  }

  private void assertObject(String where, Object example, Map<String, Object> schema) {
    Map<String, Object> object = map(example);
    if (Boolean.TRUE.equals(schema.get("additionalProperties"))) {
      return;
    }
    if (schema.containsKey("additionalProperties")) {
      object.forEach((name, member) ->
          assertFits(where + "." + name, member, schema.get("additionalProperties")));
      return;
    }
    Map<String, Object> properties = map(schema.get("properties"));
    assertThat(object.keySet()).as("%s: members", where).isSubsetOf(properties.keySet());
    assertThat(object.keySet())
        .as("%s: required members", where)
        .containsAll(list(schema.get("required")).stream().map(Object::toString).toList());
    object.forEach((name, member) -> assertFits(where + "." + name, member, properties.get(name)));
  }

  private static void assertString(String where, Object example, Map<String, Object> schema) {
    assertThat(example).as(where).isInstanceOf(String.class);
    if (schema.containsKey("enum")) {
      assertThat(list(schema.get("enum"))).as(where).contains(example);
    }
    if (schema.containsKey("pattern")) {
      assertThat((String) example).as(where).matches(schema.get("pattern").toString());
    }
  }
}
