package org.securechat.web.security.openid;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.server.http.OutboundHttpClient;

/** Asks the provider: over TLS, with limits on time and size, and never following elsewhere. */
final class ProviderHttp implements ProviderKeys.Source {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MAX_BYTES = 256 * 1024;

  private final OutboundHttpClient http;

  /**
   * @param authorities a PEM file, or empty for those that the virtual machine trusts
   * @throws IllegalStateException if the file cannot be read
   */
  ProviderHttp(Optional<Path> authorities) {
    this.http = new OutboundHttpClient(LIMIT, authorities.map(ProviderHttp::trusting));
  }

  /** Over https alone: an attacker who can change the answer could log in under any name. */
  @Override
  public String get(URI address) throws IOException {
    if (!"https".equals(address.getScheme())) {
      throw new IOException("the OpenID provider must be asked over https");
    }
    byte[] body = http.get(address, Map.of("Accept", "application/json"), MAX_BYTES).body();
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }

  private static SSLContext trusting(Path file) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (X509Certificate authority : PemFiles.certificates(file)) {
        store.setCertificateEntry("ca-" + ++number, authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), new SecureRandom());
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("securechat.oidc.ca cannot be used: " + e.getMessage(), e);
    }
  }
}
