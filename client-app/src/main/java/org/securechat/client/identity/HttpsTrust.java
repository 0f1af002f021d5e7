package org.securechat.client.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.securechat.client.ClientException;
import org.securechat.protocol.crypto.HeldKey;
import org.securechat.protocol.identity.Credentials;

/** Whom an HTTPS connection trusts, and what it shows of itself. */
public final class HttpsTrust {
  /** Of a key store that lives in memory alone. */
  private static final char[] NO_PASSWORD = {};

  private HttpsTrust() {}

  /**
   * TLS that accepts servers of these authorities and no others.
   *
   * @param own shown when the server asks for a certificate
   */
  public static SSLContext tls(List<X509Certificate> authorities, Optional<Credentials> own)
      throws ClientException {
    try {
      KeyStore trusted = empty();
      for (int i = 0; i < authorities.size(); i++) {
        trusted.setCertificateEntry("ca" + i, authorities.get(i));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(own.isPresent() ? keys(own.get()) : null, trust.getTrustManagers(), null);
      return tls;
    } catch (GeneralSecurityException | IOException e) {
      throw new ClientException(
          "the certificates cannot be used for HTTPS: " + e.getMessage(),
          "Is ca.pem the authority's certificate?",
          e);
    }
  }

  private static KeyManager[] keys(Credentials own)
      throws GeneralSecurityException, IOException, ClientException {
    KeyStore store = empty();
    store.setKeyEntry(
        "own",
        ofThePlatform(own.privateKey()),
        NO_PASSWORD,
        own.chain().toArray(X509Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    return keys.getKeyManagers();
  }

  /** TLS signs with the platform's providers, which want keys of their own kind. */
  private static PrivateKey ofThePlatform(PrivateKey key)
      throws GeneralSecurityException, ClientException {
    if (key instanceof HeldKey) {
      throw new ClientException(
          "a key on a token cannot be used for HTTPS",
          "Log in by password, or use a key in a file.");
    }
    return KeyFactory.getInstance(key.getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }
}
