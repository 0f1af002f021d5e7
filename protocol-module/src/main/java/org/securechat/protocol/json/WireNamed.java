package org.securechat.protocol.json;

import java.util.Optional;

/** A constant of a closed set, with its name in messages, payloads and the database. */
public interface WireNamed {
  /** The name, exactly as it is written. */
  String wireName();

  /** The constant of that name, exactly as written, if there is one. */
  static <E extends Enum<E> & WireNamed> Optional<E> find(Class<E> type, String wireName) {
    for (E constant : type.getEnumConstants()) {
      if (constant.wireName().equals(wireName)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
