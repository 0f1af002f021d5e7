package org.securechat.server.monitoring;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a check has found.
 *
 * @param up whether all is well
 * @param data what an operator wants to see beside it: text, whole numbers, truth values, times; no
 *     secrets
 */
public record CheckResult(boolean up, Map<String, Object> data) {

  public CheckResult {
    // In the order in which it was written.
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  static CheckResult of(boolean up) {
    return new CheckResult(up, Map.of());
  }

  static CheckResult down(String reason) {
    return of(false).with("reason", reason);
  }

  /** The same with one value more. */
  CheckResult with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(data);
    more.put(name, value);
    return new CheckResult(up, more);
  }
}
