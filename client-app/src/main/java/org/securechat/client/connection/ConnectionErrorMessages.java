package org.securechat.client.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

/** Says in words what went wrong on the way to a server, on its side and on this one. */
final class ConnectionErrorMessages {
  private static final String NEW_CERTIFICATE =
      "Get a new certificate, for example with 'securechat pki issue NAME --force'.";

  private final ServerAddress server;

  ConnectionErrorMessages(ServerAddress server) {
    this.server = server;
  }

  ConnectionException unreachable(IOException cause) {
    if (cause instanceof UnknownHostException) {
      return problem(
          "unreachable", "there is no host " + server.host(), "Check --server.", false, cause);
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      return problem(
          "unreachable",
          "nothing answers at " + server,
          "Start a server ('securechat up'), or name another with --server HOST:PORT.",
          false,
          cause);
    }
    if (cause instanceof SocketTimeoutException) {
      return problem(
          "unreachable",
          server + " does not answer",
          "Check --server, the network and firewalls.",
          false,
          cause);
    }
    return lost(String.valueOf(cause.getMessage()), cause);
  }

  ConnectionException lost(String why, Throwable cause) {
    return problem("lost", "the connection to " + server + " ended: " + why, "", false, cause);
  }

  ConnectionException slowHandshake() {
    return problem(
        "timeout",
        server + " did not finish the handshake in time",
        "Is it a SecureChat server? Otherwise try again.",
        false,
        null);
  }

  ConnectionException noAnswer(String request) {
    return problem(
        "no_answer",
        "the server did not answer '" + request + "' in time",
        "Try again; it may be overloaded.",
        false,
        null);
  }

  /** The server ended it with that alert. */
  ConnectionException refused(AlertCode alert) {
    switch (alert) {
      case CERTIFICATE_EXPIRED:
        return refused(alert, "your certificate has expired", NEW_CERTIFICATE, true);
      case CERTIFICATE_REVOKED:
        return refused(
            alert,
            "your certificate is revoked, or the server's revocation list is out of date",
            NEW_CERTIFICATE + " The operator renews the list with 'securechat pki crl'.",
            true);
      case UNKNOWN_AUTHORITY:
        return refused(
            alert,
            "it does not know the authority of your certificate",
            "Use a certificate of the server's authority (--pki, --cert and --key).",
            true);
      case ACCESS_DENIED:
        return refused(
            alert,
            "your account may not be used any more",
            "Ask the operator; the account is disabled, or it is gone.",
            true);
      case BAD_CERTIFICATE:
        return refused(
            alert,
            "your certificate is not fit for logging in",
            "It needs the usage clientAuth; 'securechat pki issue NAME' makes one.",
            true);
      case UNSUPPORTED:
        return refused(alert, "it has no algorithm in common with this client", "", true);
      case OVERLOADED:
        return refused(alert, "it is overloaded", "Try again in a moment.", false);
      case TIMEOUT:
        return refused(alert, "this side took too long", "Try again.", false);
      default:
        return refused(alert, "it said " + alert.code(), "", false);
    }
  }

  private ConnectionException refused(AlertCode alert, String why, String remedy, boolean lasting) {
    return problem(
        alert.code(),
        server + " refused: " + why + " [" + alert.code() + "]",
        remedy,
        lasting,
        null);
  }

  /** This side ended it because of what the server sent. */
  ConnectionException rejected(ProtocolException fault) {
    AlertCode alert = fault.alert();
    switch (alert) {
      case UNKNOWN_AUTHORITY:
        return rejected(
            fault,
            "its certificate is from an authority you do not trust",
            "Is it the right server? Its authority's ca.pem goes with --ca.");
      case CERTIFICATE_EXPIRED:
        return rejected(fault, "its certificate has expired", "Tell its operator.");
      case CERTIFICATE_REVOKED:
        return rejected(
            fault,
            "its certificate is revoked, or there is no current revocation list",
            "Fetch a current crl.pem ('securechat pki crl' makes one); it goes with --crl.");
      case BAD_CERTIFICATE:
        return rejected(
            fault,
            "its certificate is not one for " + server.host(),
            "Is it the right server? " + capital(fault.getMessage()) + ".");
      default:
        return rejected(fault, String.valueOf(fault.getMessage()), "");
    }
  }

  private ConnectionException rejected(ProtocolException fault, String why, String remedy) {
    return problem(
        fault.alert().code(),
        "not going on with " + server + ": " + why + " [" + fault.alert().code() + "]",
        remedy,
        isLasting(fault.alert()),
        fault);
  }

  /** Only what a line or an attacker on it can have caused is worth another attempt. */
  private static boolean isLasting(AlertCode alert) {
    return alert != AlertCode.BAD_RECORD && alert != AlertCode.BAD_SIGNATURE;
  }

  private static String capital(String text) {
    return text == null || text.isEmpty()
        ? ""
        : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static ConnectionException problem(
      String code, String what, String remedy, boolean lasting, Throwable cause) {
    return new ConnectionException(code, what, remedy, lasting, cause);
  }
}
