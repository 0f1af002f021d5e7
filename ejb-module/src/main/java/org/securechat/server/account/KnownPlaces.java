package org.securechat.server.account;

import java.util.Map;
import org.securechat.server.limit.LruMap;

/** From which addresses accounts were logged in since the start. Thread-safe. */
final class KnownPlaces {
  private final Map<String, Boolean> known;

  /**
   * @param most remembered; what was not used for longest is forgotten first
   */
  KnownPlaces(int most) {
    this.known = new LruMap<>(most);
  }

  synchronized void remember(String account, String source) {
    known.put(key(account, source), true);
  }

  synchronized boolean isKnown(String account, String source) {
    return known.get(key(account, source)) != null;
  }

  /** A source is hexadecimal, so that no account's name can be taken for another's. */
  private static String key(String account, String source) {
    return source + " " + account;
  }
}
