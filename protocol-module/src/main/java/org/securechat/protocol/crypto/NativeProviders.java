package org.securechat.protocol.crypto;

import java.security.Provider;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds native providers that happen to be installed. Set the system property {@code
 * securechat.crypto.native} to {@code off} to do without them.
 */
final class NativeProviders {
  private static final String CORRETTO_ED25519_KEYS =
      "com.amazon.corretto.crypto.provider.registerEdKeyFactory";

  private static final List<Provider> LOADED = load();

  private NativeProviders() {}

  /** The first native provider with all of the services ({@code Type.Algorithm}), or null. */
  static Provider offering(List<String> services) {
    for (Provider provider : LOADED) {
      if (services.stream().allMatch(service -> offers(provider, service))) {
        return provider;
      }
    }
    return null;
  }

  private static boolean offers(Provider provider, String service) {
    int dot = service.indexOf('.');
    return provider.getService(service.substring(0, dot), service.substring(dot + 1)) != null;
  }

  private static List<Provider> load() {
    List<Provider> loaded = new ArrayList<>();
    if (!"off".equals(System.getProperty("securechat.crypto.native"))) {
      addCorretto(loaded);
      addConscrypt(loaded);
    }
    return List.copyOf(loaded);
  }

  private static void addCorretto(List<Provider> loaded) {
    try {
      // It signs by Ed25519 in any case, but reads such keys only if asked to before it loads.
      if (System.getProperty(CORRETTO_ED25519_KEYS) == null) {
        System.setProperty(CORRETTO_ED25519_KEYS, "true");
      }
      Class<?> type =
          Class.forName("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
      Provider provider = (Provider) type.getField("INSTANCE").get(null);
      type.getMethod("assertHealthy").invoke(provider);
      loaded.add(provider);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError absentOrUnusable) {
      // Not installed, or not for this machine: the pure Java choice stands.
    }
  }

  private static void addConscrypt(List<Provider> loaded) {
    try {
      Class<?> type = Class.forName("org.conscrypt.OpenSSLProvider");
      loaded.add((Provider) type.getConstructor().newInstance());
    } catch (ReflectiveOperationException | RuntimeException | LinkageError absentOrUnusable) {
      // Not installed, or not for this machine: the pure Java choice stands.
    }
  }
}
