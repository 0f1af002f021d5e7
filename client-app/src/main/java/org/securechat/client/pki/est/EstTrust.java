package org.securechat.client.pki.est;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.securechat.client.ClientException;
import org.securechat.protocol.crypto.Digests;

/**
 * Whose certificates are taken from an EST server.
 *
 * @param authorities by whom what it issues is judged
 * @param ofServer by whom the server's own certificate is judged
 */
public record EstTrust(List<X509Certificate> authorities, List<X509Certificate> ofServer) {
  private static final Pattern FINGERPRINT = Pattern.compile("([0-9a-f]{2}:?){31}[0-9a-f]{2}");

  /** Copies the lists. */
  public EstTrust {
    authorities = List.copyOf(authorities);
    ofServer = List.copyOf(ofServer);
  }

  /** The same authorities for both. */
  public static EstTrust of(List<X509Certificate> authorities) {
    return new EstTrust(authorities, authorities);
  }

  /** The same, with other authorities for the server's own certificate. */
  public EstTrust withServersOf(List<X509Certificate> others) {
    return new EstTrust(authorities, others);
  }

  /**
   * Asks the server for the authority that has that fingerprint (RFC 7030, section 4.1.1). Who the
   * server is does not matter for that, and nothing is told to it: what it sends is taken if the
   * hash is the one that the user has from elsewhere, and forgotten otherwise.
   *
   * @param fingerprint SHA-256 of the certificate, hexadecimal, with colons or without
   */
  public static EstTrust byFingerprint(
      EstAddress address, String fingerprint, EstPatience patience, Clock clock)
      throws ClientException {
    String wanted = fingerprint.strip().toLowerCase(Locale.ROOT);
    if (!FINGERPRINT.matcher(wanted).matches()) {
      throw new EstException(
          EstFault.WRONG_FINGERPRINT,
          "'" + fingerprint + "' is no SHA-256 fingerprint",
          "It has 64 hexadecimal digits, with colons or without: openssl x509 -in ca.pem -noout"
              + " -fingerprint -sha256 prints it.");
    }
    String plain = wanted.replace(":", "");
    try (EstServer unknown =
        new EstServer(address, anyServer(), patience, Optional.empty(), clock)) {
      for (X509Certificate each : unknown.authorities()) {
        if (each.getBasicConstraints() >= 0 && Digests.sha256Hex(each.getEncoded()).equals(plain)) {
          return of(List.of(each));
        }
      }
    } catch (CertificateEncodingException e) {
      throw new EstException(EstFault.MALFORMED, "a certificate has no encoding", "", e);
    }
    throw new EstException(
        EstFault.WRONG_FINGERPRINT,
        "no authority that " + address + " sends has that fingerprint",
        "Compare it with what the authority publishes. If it is right, this server is another"
            + " authority's, or an attacker is on the way to it.");
  }

  private static SSLContext anyServer() throws ClientException {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[] {new AnyServer()}, null);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new ClientException("there is no TLS", e);
    }
  }

  /** Takes any certificate of a server, whose answer is judged by its fingerprint alone. */
  private static final class AnyServer extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
