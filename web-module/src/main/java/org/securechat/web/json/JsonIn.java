package org.securechat.web.json;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.server.actor.AdministrationException;

/** From JSON to records. Refusals name the member, never its value. */
final class JsonIn {

  private JsonIn() {}

  /**
   * A record of what the object says. What it leaves out, or says is null, is null, zero, false or
   * empty.
   *
   * @throws AdministrationException {@code INVALID} for an unknown member or one of a wrong type
   */
  static <T extends Record> T read(JsonObject object, Class<T> type) {
    return type.cast(record(object, type, ""));
  }

  private static Record record(JsonObject object, Class<?> type, String path) {
    RecordComponent[] components = type.getRecordComponents();
    Set<String> unknown = new HashSet<>(object.keySet());
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      String member = MemberNames.of(components[i].getName());
      unknown.remove(member);
      types[i] = components[i].getType();
      values[i] = value(object.get(member), components[i].getGenericType(), path + member);
    }
    if (!unknown.isEmpty()) {
      throw AdministrationException.invalid(
          path + unknown.stream().sorted().findFirst().orElseThrow(), "there is no such member");
    }
    return create(type, types, values);
  }

  private static Record create(Class<?> type, Class<?>[] types, Object[] values) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return (Record) constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(JsonValue value, Type type, String path) {
    boolean absent = value == null || value == JsonValue.NULL;
    if (type instanceof ParameterizedType generic) {
      return generic(absent ? null : value, generic, path);
    }
    Class<?> wanted = (Class<?>) type;
    if (absent) {
      return wanted == boolean.class ? (Object) false : wanted.isPrimitive() ? zero(wanted) : null;
    }
    if (wanted == String.class && value instanceof JsonString string) {
      return string.getString();
    }
    if (isFlag(wanted) && (value == JsonValue.TRUE || value == JsonValue.FALSE)) {
      return value == JsonValue.TRUE;
    }
    if (value instanceof JsonNumber number && number.isIntegral() && isWhole(wanted)) {
      return whole(number, wanted, path);
    }
    if (wanted == Instant.class && value instanceof JsonString string) {
      return time(string.getString(), path);
    }
    if (wanted.isRecord() && value instanceof JsonObject object) {
      return record(object, wanted, path + ".");
    }
    throw AdministrationException.invalid(path, "must be " + described(wanted));
  }

  private static Object zero(Class<?> wanted) {
    return wanted == long.class ? (Object) 0L : (Object) 0;
  }

  private static boolean isFlag(Class<?> wanted) {
    return wanted == boolean.class || wanted == Boolean.class;
  }

  private static boolean isWhole(Class<?> wanted) {
    return Stream.of(int.class, Integer.class, long.class, Long.class).anyMatch(t -> t == wanted);
  }

  private static Object whole(JsonNumber number, Class<?> wanted, String path) {
    try {
      boolean small = wanted == int.class || wanted == Integer.class;
      return small ? (Object) number.intValueExact() : (Object) number.longValueExact();
    } catch (ArithmeticException e) {
      throw AdministrationException.invalid(path, "is out of bounds");
    }
  }

  private static Instant time(String text, String path) {
    try {
      return Timestamps.parse(text);
    } catch (EvidenceException e) {
      throw AdministrationException.invalid(path, "must be of the form 2026-11-22T19:00:00.123Z");
    }
  }

  private static Object generic(JsonValue value, ParameterizedType type, String path) {
    Type item = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
    if (type.getRawType() == Optional.class) {
      return Optional.ofNullable(value).map(present -> value(present, item, path));
    }
    if (value == null) {
      return null;
    }
    if (type.getRawType() == List.class && value.getValueType() == JsonValue.ValueType.ARRAY) {
      List<Object> items = new ArrayList<>();
      for (JsonValue each : value.asJsonArray()) {
        items.add(value(each, item, path + "[" + items.size() + "]"));
      }
      return items;
    }
    if (type.getRawType() == Map.class && value instanceof JsonObject object) {
      Map<String, Object> members = new LinkedHashMap<>();
      object.forEach((key, each) -> members.put(key, value(each, item, path + "." + key)));
      return members;
    }
    throw AdministrationException.invalid(
        path, type.getRawType() == Map.class ? "must be an object" : "must be an array");
  }

  private static String described(Class<?> wanted) {
    if (isFlag(wanted)) {
      return "true or false";
    }
    if (isWhole(wanted)) {
      return "a whole number";
    }
    return wanted.isRecord() ? "an object" : "a string";
  }
}
