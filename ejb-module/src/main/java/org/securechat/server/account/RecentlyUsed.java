package org.securechat.server.account;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A map that forgets what has not been used for longest when it is full. Not thread-safe. */
final class RecentlyUsed<V> {
  private static final int INITIAL_CAPACITY = 16;
  private static final float LOAD_FACTOR = 0.75f;

  private final Map<String, V> entries;

  RecentlyUsed(int limit) {
    this.entries =
        new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > limit;
          }
        };
  }

  V get(String key, Supplier<V> initial) {
    V value = entries.get(key);
    if (value == null) {
      value = initial.get();
      entries.put(key, value);
    }
    return value;
  }

  /** Null if there is none. */
  V peek(String key) {
    return entries.get(key);
  }

  void remove(String key) {
    entries.remove(key);
  }

  int size() {
    return entries.size();
  }
}
