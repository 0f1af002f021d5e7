package org.securechat.client.administration;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXReason;
import javax.net.ssl.SSLException;
import org.securechat.client.ClientException;

/** Says in words what went wrong on the way to a server. */
final class AdminErrorMessages {
  private final URI server;

  AdminErrorMessages(URI server) {
    this.server = server;
  }

  ClientException of(IOException failure) {
    if (has(failure, CertPathBuilderException.class) || isStranger(failure)) {
      return new ClientException(
          server + " shows a certificate of another authority",
          "Name its authority's certificate with --ca, or the folder with ca.pem with --pki.",
          failure);
    }
    if (has(failure, CertificateException.class)) {
      return new ClientException(
          server + " shows a certificate that does not fit: " + innermost(failure),
          "Name the server as its certificate does.",
          failure);
    }
    if (failure instanceof SSLException) {
      return new ClientException(
          "no HTTPS with " + server + ": " + failure.getMessage(),
          "Check --server: it must name the port for administration (usually 7480), not the one for"
              + " chat (usually 7443). If it does, the server may not accept your certificate.",
          failure);
    }
    if (has(failure, UnresolvedAddressException.class)) {
      return new ClientException(
          "there is no host " + server.getHost(), "Check --server.", failure);
    }
    if (failure instanceof ConnectException) {
      return new ClientException(
          "nothing answers at " + server,
          "Start a server ('securechat up'), or name another with --server https://HOST:PORT.",
          failure);
    }
    if (failure instanceof HttpTimeoutException) {
      return new ClientException(
          server + " does not answer", "Check the network and firewalls.", failure);
    }
    return new ClientException(
        "the connection to " + server + " failed: " + innermost(failure), failure);
  }

  private static boolean isStranger(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathValidatorException invalid
          && invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
