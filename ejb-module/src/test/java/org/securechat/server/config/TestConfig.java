package org.securechat.server.config;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** A configuration that holds given values, as text, and answers optional values only. */
final class TestConfig {

  private TestConfig() {}

  static Config of(Map<String, String> values) {
    return (Config)
        Proxy.newProxyInstance(
            Config.class.getClassLoader(),
            new Class<?>[] {Config.class},
            (proxy, method, args) -> Optional.ofNullable(values.get(args[0])));
  }

  /** The defaults of every setting, and these values instead of some. */
  static Config withDefaults(Map<String, String> values) {
    Map<String, String> all = new HashMap<>();
    for (Setting setting : Setting.values()) {
      setting.defaultValue().ifPresent(text -> all.put(setting.key(), text));
    }
    all.putAll(values);
    return of(all);
  }
}
