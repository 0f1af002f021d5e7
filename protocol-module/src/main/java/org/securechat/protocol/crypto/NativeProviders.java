package org.securechat.protocol.crypto;

import java.security.Provider;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.crypto.NativeCrypto.State;

/**
 * Finds the native provider, Amazon's Corretto Crypto Provider, if it is installed (ADR 0048). The
 * system property {@code securechat.crypto.native} or the environment variable {@code
 * SECURECHAT_CRYPTO_NATIVE} is {@code off} to do without it.
 */
final class NativeProviders {
  private static final String SWITCH = "securechat.crypto.native";
  private static final String SWITCH_VARIABLE = "SECURECHAT_CRYPTO_NATIVE";
  private static final String CORRETTO = "com.amazon.corretto.crypto.provider.";

  /** Where it puts its library before it loads it; the folder for temporary files otherwise. */
  private static final String CORRETTO_FOLDER = CORRETTO + "tmpdir";

  private static final Found FOUND = find();

  private NativeProviders() {}

  private record Found(Optional<Provider> provider, NativeCrypto outcome) {
    static Found nothing(State state, String why) {
      return new Found(Optional.empty(), new NativeCrypto(state, why));
    }
  }

  /** The native provider if it has all of the services ({@code Type.Algorithm}). */
  static Optional<Provider> offering(List<String> services) {
    return FOUND.provider.filter(
        provider -> services.stream().allMatch(service -> offers(provider, service)));
  }

  static NativeCrypto outcome() {
    return FOUND.outcome;
  }

  private static boolean offers(Provider provider, String service) {
    int dot = service.indexOf('.');
    return provider.getService(service.substring(0, dot), service.substring(dot + 1)) != null;
  }

  private static Found find() {
    if ("off".equalsIgnoreCase(setting())) {
      return Found.nothing(State.OFF, "");
    }
    try {
      // It signs by Ed25519 in any case, but reads such keys only if asked to before it loads.
      setUnlessSet(CORRETTO + "registerEdKeyFactory", "true");
      Class<?> type = Class.forName(CORRETTO + "AmazonCorrettoCryptoProvider");
      Provider provider = (Provider) type.getField("INSTANCE").get(null);
      // Runs its self-tests, and throws if the library could not be loaded.
      type.getMethod("assertHealthy").invoke(provider);
      return new Found(
          Optional.of(provider),
          new NativeCrypto(State.USED, provider.getName() + " " + provider.getVersionStr()));
    } catch (ClassNotFoundException e) {
      return Found.nothing(State.ABSENT, "");
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return Found.nothing(State.UNUSABLE, reason(e));
    }
  }

  private static String setting() {
    String property = System.getProperty(SWITCH);
    return property == null ? System.getenv(SWITCH_VARIABLE) : property;
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String folder = System.getProperty(CORRETTO_FOLDER, System.getProperty("java.io.tmpdir"));
    return cause + " (its library is loaded from " + folder + ")";
  }
}
