package org.securechat.protocol.identity.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.securechat.protocol.crypto.HeldKey;

/**
 * Keys on PKCS#11 tokens, by the JDK's own provider. A key is found by the certificate beside it;
 * it never leaves the token.
 */
final class Token {
  private static final String SHOW =
      "See what it holds: pkcs11-tool --module LIBRARY --login --list-objects. The key and its"
          + " certificate must have the same id.";

  /** One for each slot of a library: a library must not be opened twice in one process. */
  private static final ConcurrentMap<String, Provider> PROVIDERS = new ConcurrentHashMap<>();

  private Token() {}

  /**
   * Opens the token and finds the key.
   *
   * @param place what to call it
   * @param passphrase asked for the PIN, once: a token locks itself after a few wrong ones
   */
  static FoundKey read(Path place, TokenUri uri, Passphrase passphrase) throws IOException {
    Provider provider = provider(place, uri);
    KeyStore store = login(place, uri, provider, passphrase);
    try {
      String alias = alias(place, uri, store);
      Key key = store.getKey(alias, null);
      if (!(key instanceof PrivateKey handle)) {
        throw new KeyFileException(place, "names no private key of the token", SHOW);
      }
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate certificate : store.getCertificateChain(alias)) {
        chain.add((X509Certificate) certificate);
      }
      return new FoundKey(new HeldKey(handle, provider), chain);
    } catch (GeneralSecurityException | ProviderException e) {
      throw new KeyFileException(
          place, "names a token that cannot be read: " + e.getMessage(), SHOW);
    }
  }

  private static Provider provider(Path place, TokenUri uri) throws KeyFileException {
    if (!Files.isReadable(uri.module())) {
      throw new KeyFileException(
          place,
          "names the library " + uri.module() + ", which is not there",
          "Install the software of the token's maker, or opensc.");
    }
    String slot =
        uri.slot().map(id -> "slot = " + Long.toUnsignedString(id)).orElse("slotListIndex = 0");
    try {
      return PROVIDERS.computeIfAbsent(uri.module() + "\n" + slot, _ -> configured(uri, slot));
    } catch (ProviderException | IllegalArgumentException e) {
      throw new KeyFileException(
          place,
          "names a token that does not answer: " + reason(e),
          "Is it plugged in? pkcs11-tool --module LIBRARY --list-slots shows what is there.");
    }
  }

  private static Provider configured(TokenUri uri, String slot) {
    Provider provider = Security.getProvider("SunPKCS11");
    if (provider == null) {
      throw new ProviderException("this Java lacks the module jdk.crypto.cryptoki");
    }
    // Two dashes: what follows is the configuration itself and not the name of its file.
    return provider.configure(
        "--name = securechat"
            + PROVIDERS.size()
            + "\nlibrary = \""
            + uri.module()
            + "\"\n"
            + slot
            + "\n");
  }

  private static KeyStore login(Path place, TokenUri uri, Provider provider, Passphrase passphrase)
      throws IOException {
    Passphrase source = uri.pin().map(Passphrase::inFile).orElse(passphrase);
    Optional<char[]> pin = source.get(place, 0);
    if (pin.isEmpty()) {
      throw new KeyFileException(
          place,
          "names a token, and there is no PIN for it",
          "Write the PIN into a file that only you can read and name it: with"
              + " --passphrase-file FILE, as pin-source, or for a server with the setting"
              + " securechat.key.passphrase-file.");
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin.get());
      return store;
    } catch (IOException e) {
      // PKCS#11 has one code for a wrong PIN, and others for a token that is locked.
      String reason = reason(e);
      throw new KeyFileException(
          place,
          reason.startsWith("CKR_PIN_INCORRECT")
              ? "names a token that does not take the PIN"
              : "names a token that cannot be opened: " + reason,
          "Check the PIN. Most tokens lock themselves after three wrong ones.");
    } catch (GeneralSecurityException | ProviderException e) {
      throw new KeyFileException(place, "names a token that cannot be opened: " + reason(e), SHOW);
    } finally {
      Arrays.fill(pin.get(), '\0');
    }
  }

  private static String alias(Path place, TokenUri uri, KeyStore store)
      throws GeneralSecurityException, KeyFileException {
    List<String> keys = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias) && uri.object().filter(label -> !label.equals(alias)).isEmpty()) {
        keys.add(alias);
      }
    }
    if (keys.size() != 1) {
      throw new KeyFileException(
          place,
          "fits "
              + (keys.isEmpty() ? "no key" : "more than one key")
              + " of the token that has a certificate beside it",
          "Name it by the label of its certificate: object=LABEL. " + SHOW);
    }
    return keys.get(0);
  }

  private static String reason(Exception e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }
}
