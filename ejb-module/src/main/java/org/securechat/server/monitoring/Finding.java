package org.securechat.server.monitoring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * What a check has found.
 *
 * @param up whether all is well
 * @param data what an operator wants to see beside it: text, whole numbers, truth values; no
 *     secrets, for nobody has to log in to read it
 */
public record Finding(boolean up, Map<String, Object> data) {

  public Finding {
    data = new LinkedHashMap<>(data); // In the order in which it was written.
  }

  static Finding of(boolean up) {
    return new Finding(up, Map.of());
  }

  static Finding down(String reason) {
    return of(false).with("reason", reason);
  }

  /** The same with one value more. */
  Finding with(String name, Object value) {
    Finding more = new Finding(up, data);
    more.data.put(name, value);
    return more;
  }

  HealthCheckResponse response(String name) {
    HealthCheckResponseBuilder response = HealthCheckResponse.named(name).status(up);
    data.forEach(
        (key, value) -> {
          if (value instanceof Boolean truth) {
            response.withData(key, truth);
          } else if (value instanceof Number number) {
            response.withData(key, number.longValue());
          } else {
            response.withData(key, value.toString());
          }
        });
    return response.build();
  }
}
