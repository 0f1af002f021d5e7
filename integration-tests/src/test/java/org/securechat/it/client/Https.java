package org.securechat.it.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;

/** HTTP clients that trust one authority's servers and no other. */
public final class Https {

  private static final char[] NO_SECRET = "in memory".toCharArray();

  private Https() {}

  /** A client that shows no certificate. */
  public static HttpClient trusting(Path pki) {
    return client(pki, null);
  }

  /** A client that shows this one when it is asked. */
  public static HttpClient as(Credentials credentials, Path pki) {
    return client(pki, credentials);
  }

  /** What a server that shows this certificate needs. */
  public static SSLContext serving(Credentials credentials) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(credentials).getKeyManagers(), null, new SecureRandom());
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpClient client(Path pki, Credentials credentials) {
    return HttpClient.newBuilder()
        .sslContext(context(pki, credentials))
        .connectTimeout(Duration.ofSeconds(20))
        .build();
  }

  /** What a client needs that speaks TLS itself and shows no certificate. */
  public static SSLContext context(Path pki) {
    return context(pki, null);
  }

  private static SSLContext context(Path pki, Credentials credentials) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          credentials == null ? null : keys(credentials).getKeyManagers(),
          authorities(pki).getTrustManagers(),
          new SecureRandom());
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TrustManagerFactory authorities(Path pki)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    for (X509Certificate authority : PemFiles.certificates(pki.resolve("ca.pem"))) {
      store.setCertificateEntry(authority.getSubjectX500Principal().getName(), authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static KeyManagerFactory keys(Credentials credentials)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setKeyEntry(
        "own",
        credentials.privateKey(),
        NO_SECRET,
        credentials.chain().toArray(new X509Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_SECRET);
    return factory;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
