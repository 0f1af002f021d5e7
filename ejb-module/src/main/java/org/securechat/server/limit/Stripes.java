package org.securechat.server.limit;

import java.util.stream.Stream;

/** A fixed number of locks for any number of keys: the same one for the same key. Thread-safe. */
public final class Stripes {
  private static final int LOCKS = 64;

  private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();

  /** To be synchronized on. Another key may have the same. */
  public Object of(Object key) {
    return locks[Math.floorMod(key.hashCode(), LOCKS)];
  }
}
