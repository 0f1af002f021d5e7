package org.securechat.web.security.openid;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.securechat.protocol.identity.PemFiles;

/** Asks the provider: over TLS, with limits on time and size, and never following elsewhere. */
final class ProviderHttp implements ProviderKeys.Source {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MAX_BYTES = 256 * 1024;

  private final HttpClient client;

  /**
   * @param issuer must be {@code https}, since whoever can change the answer is whoever they like
   * @param authorities a PEM file, or empty for those that the virtual machine trusts
   * @throws IllegalStateException if it is not, or if the file cannot be read
   */
  ProviderHttp(URI issuer, Optional<String> authorities) {
    requireTls(issuer);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1);
    authorities.ifPresent(file -> builder.sslContext(trusting(Path.of(file))));
    this.client = builder.build();
  }

  /** The body of a 200. */
  @Override
  public String get(URI address) throws IOException {
    requireTls(address);
    HttpRequest request =
        HttpRequest.newBuilder(address).timeout(LIMIT).header("Accept", "application/json").build();
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (response.statusCode() != 200 || bytes.length > MAX_BYTES) {
          throw new IOException("status " + response.statusCode() + ", " + bytes.length + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void requireTls(URI address) {
    if (!"https".equals(address.getScheme())) {
      throw new IllegalArgumentException("the OpenID provider must be asked over https");
    }
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
