package org.securechat.protocol.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.securechat.protocol.json.JsonException;

/**
 * A kind of message: its type's name, and its fields in both directions side by side. The number is
 * the {@code id} or {@code re} that the envelope has already read.
 */
record Kind<M>(String type, Class<M> shape, Reader<M> reader, Writer<M> writer) {
  interface Reader<M> {
    M read(long number, ObjectNode json) throws JsonException;
  }

  interface Writer<M> {
    void write(M message, ObjectNode json);
  }

  void write(Object message, ObjectNode json) {
    writer.write(shape.cast(message), json);
  }

  static <K> Map<K, Kind<?>> index(Function<Kind<?>, K> key, Kind<?>... kinds) {
    Map<K, Kind<?>> index = new LinkedHashMap<>();
    for (Kind<?> kind : kinds) {
      if (index.put(key.apply(kind), kind) != null) {
        throw new IllegalStateException("two kinds of " + key.apply(kind));
      }
    }
    return Map.copyOf(index);
  }
}
