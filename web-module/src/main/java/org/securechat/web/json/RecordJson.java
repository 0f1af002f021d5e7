package org.securechat.web.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import jakarta.json.JsonException;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.securechat.server.actor.AdministrationException;

/** Between records and JSON. Refusals name the member, never its value. */
public final class RecordJson {

  private RecordJson() {}

  /**
   * The record as an object.
   *
   * @throws IllegalArgumentException if a component is of a type that has no form in JSON here
   */
  public static byte[] write(Record entity) {
    try {
      return RecordMapper.JSON.writeValueAsBytes(entity);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for " + entity.getClass(), e);
    }
  }

  /**
   * A record of what the object says. A member that is absent or null is null, zero, false or
   * empty.
   *
   * @throws AdministrationException {@code INVALID} for an unknown member or one of a wrong type
   * @throws JsonException if the text is not one JSON object
   */
  static <T extends Record> T read(byte[] json, Class<T> type) throws IOException {
    try {
      T read = RecordMapper.JSON.readValue(json, type);
      if (read == null) {
        throw new JsonException("not an object");
      }
      return read;
    } catch (JsonMappingException e) {
      throw refusal(e);
    } catch (JacksonException e) {
      throw new JsonException("not one JSON value", e);
    }
  }

  private static RuntimeException refusal(JsonMappingException fault) {
    String path = path(fault);
    return switch (fault) {
      case UnrecognizedPropertyException _ ->
          AdministrationException.invalid(path, "there is no such member");
      case ValueInstantiationException e when e.getCause() instanceof RuntimeException refused ->
          refused;
      case JsonMappingException e when e.getCause() instanceof InputCoercionException ->
          AdministrationException.invalid(path, "is out of bounds");
      case JsonMappingException e when e.getCause() instanceof StreamReadException ->
          new JsonException("not JSON", e);
      case InvalidFormatException e when e.getTargetType() == Instant.class ->
          AdministrationException.invalid(path, "must be of the form 2026-11-22T19:00:00.123Z");
      case MismatchedInputException e when !path.isEmpty() ->
          AdministrationException.invalid(path, "must be " + described(e.getTargetType()));
      default -> new JsonException("not an object", fault);
    };
  }

  /** {@code inner.tags[1]}. */
  private static String path(JsonMappingException fault) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : fault.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String described(Class<?> wanted) {
    if (wanted == boolean.class || wanted == Boolean.class) {
      return "true or false";
    }
    if (wanted.isPrimitive() || Number.class.isAssignableFrom(wanted)) {
      return "a whole number";
    }
    if (Collection.class.isAssignableFrom(wanted)) {
      return "an array";
    }
    return wanted.isRecord() || Map.class.isAssignableFrom(wanted) ? "an object" : "a string";
  }
}
