package org.securechat.launcher.listener;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
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
 * the processors busy. The request proves nothing about its sender and is refused. After it, the
 * memory that starting has left behind is given back: half of the heap.
 */
public final class FirstRequest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final URI address;
  private final Certificate expected;

  private FirstRequest(URI address, Certificate expected) {
    this.address = address;
    this.expected = expected;
  }

  /**
   * Sends it, in a thread of its own, and does not wait for the answer.
   *
   * @param address of an operation
   * @param expected the certificate that is to answer there
   * @return the thread, which ends within about a minute
   */
  public static Thread send(URI address, Certificate expected) {
    return Thread.ofPlatform()
        .daemon()
        .name("securechat-first-request")
        .start(() -> {
          new FirstRequest(address, expected).send();
          ManagementFactory.getMemoryMXBean().gc();
        });
  }

  private void send() {
    try {
      HttpsURLConnection connection = (HttpsURLConnection) address.toURL().openConnection();
      connection.setSSLSocketFactory(trustingIt().getSocketFactory());
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

  private SSLContext trustingIt() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("own", expected);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
