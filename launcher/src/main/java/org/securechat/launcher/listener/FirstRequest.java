package org.securechat.launcher.listener;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks the administration for something as soon as the server is ready, so that no administrator
 * waits for what it prepares at its first request: a second of work, and three where others keep
 * the processors busy. The request proves nothing about its sender and is refused.
 */
public final class FirstRequest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final URI address;
  private final Path keyStore;
  private final String password;

  private FirstRequest(URI address, Path keyStore, String password) {
    this.address = address;
    this.keyStore = keyStore;
    this.password = password;
  }

  /**
   * Sends it, in a thread of its own, and does not wait for the answer.
   *
   * @param address of an operation
   * @param keyStore with the certificate that is to answer there, in PKCS#12
   * @param password of the key store
   * @return the thread, which ends within about a minute
   */
  public static Thread send(URI address, Path keyStore, String password) {
    return Thread.ofPlatform()
        .daemon()
        .name("securechat-first-request")
        .start(new FirstRequest(address, keyStore, password)::send);
  }

  private void send() {
    try {
      HttpsURLConnection connection = (HttpsURLConnection) address.toURL().openConnection();
      KeyStore expected = certificate();
      connection.setSSLSocketFactory(trusting(expected).getSocketFactory());
      // It is asked by its address, which the certificate need not have; it is this very one.
      connection.setHostnameVerifier((_, _) -> true);
      connection.setConnectTimeout((int) LIMIT.toMillis());
      connection.setReadTimeout((int) LIMIT.toMillis());
      try {
        var _ = connection.getResponseCode();
      } finally {
        connection.disconnect();
      }
    } catch (IOException | GeneralSecurityException e) {
      // Then the first request of an administrator takes longer, and nothing else is different.
    }
  }

  private KeyStore certificate() throws IOException, GeneralSecurityException {
    KeyStore stored = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      stored.load(in, password.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    Certificate own = stored.getCertificate(stored.aliases().nextElement());
    trusted.setCertificateEntry("own", own);
    return trusted;
  }

  private static SSLContext trusting(KeyStore trusted) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
