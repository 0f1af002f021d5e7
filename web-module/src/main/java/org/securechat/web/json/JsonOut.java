package org.securechat.web.json;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.securechat.protocol.evidence.Timestamps;

/** From records to JSON. */
public final class JsonOut {

  private JsonOut() {}

  /**
   * The record as an object.
   *
   * @throws IllegalArgumentException if a component is of a type that has no form in JSON here
   */
  public static JsonObject of(Record entity) {
    JsonObjectBuilder object = Json.createObjectBuilder();
    for (RecordComponent component : entity.getClass().getRecordComponents()) {
      value(read(entity, component))
          .ifPresent(value -> object.add(MemberNames.of(component.getName()), value));
    }
    return object.build();
  }

  private static Object read(Record entity, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(entity);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot read " + component, e);
    }
  }

  private static Optional<JsonValue> value(Object value) {
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Optional<?> optional) {
      return optional.flatMap(JsonOut::value);
    }
    return Optional.of(present(value));
  }

  private static JsonValue present(Object value) {
    if (value instanceof JsonValue json) {
      return json;
    }
    if (value instanceof Record entity) {
      return of(entity);
    }
    if (value instanceof CharSequence || value instanceof java.util.UUID) {
      return Json.createValue(value.toString());
    }
    if (value instanceof Boolean flag) {
      return flag ? JsonValue.TRUE : JsonValue.FALSE;
    }
    if (value instanceof Integer || value instanceof Long) {
      return Json.createValue(((Number) value).longValue());
    }
    if (value instanceof Double number) {
      return Json.createValue(number);
    }
    if (value instanceof Instant time) {
      return Json.createValue(Timestamps.format(time));
    }
    if (value instanceof Enum<?> constant) {
      return Json.createValue(constant.name().toLowerCase(Locale.ROOT));
    }
    return composite(value);
  }

  private static JsonValue composite(Object value) {
    if (value instanceof Collection<?> items) {
      JsonArrayBuilder array = Json.createArrayBuilder();
      items.forEach(item -> array.add(value(item).orElse(JsonValue.NULL)));
      return array.build();
    }
    if (value instanceof Map<?, ?> map) {
      JsonObjectBuilder object = Json.createObjectBuilder();
      map.forEach((key, item) -> value(item).ifPresent(v -> object.add(key.toString(), v)));
      return object.build();
    }
    throw new IllegalArgumentException("no JSON for " + value.getClass());
  }
}
