package org.securechat.client.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.securechat.protocol.application.Request;
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
        "the handshake with " + server + " took longer than the protocol allows (10 s)",
        "This machine, the server or the network is slow, or it is not a SecureChat server. Check"
            + " --server and try again.",
        false,
        null);
  }

  ConnectionException hungUpInHandshake() {
    return problem(
        "lost",
        "the connection to " + server + " ended: the server hung up during the handshake",
        "Check --server: it must name the port for chat (usually 7443), not the one for"
            + " administration (usually 7480).",
        false,
        null);
  }

  ConnectionException noAnswer(Request request) {
    return problem(
        "no_answer",
        "the server did not answer the request " + RequestNames.of(request) + " in time",
        "Try again; it may be overloaded.",
        false,
        null);
  }

  /** The server ended it with that alert. */
  ConnectionException refused(AlertCode alert) {
    return switch (alert) {
      case CERTIFICATE_EXPIRED -> refused(alert, "your certificate has expired", NEW_CERTIFICATE);
      case CERTIFICATE_REVOKED -> refused(alert, "your certificate is revoked", NEW_CERTIFICATE);
      case REVOCATION_UNKNOWN ->
          refused(
              alert,
              "it has no current revocation list to judge your certificate by",
              "Its operator renews the list, for example with 'securechat pki crl'.");
      case UNKNOWN_AUTHORITY ->
          refused(
              alert,
              "it does not know the authority that issued your certificate",
              "Use a certificate of the server's authority (--pki, --cert and --key). If an"
                  + " intermediate authority issued it, append that authority's certificate to"
                  + " the --cert file.");
      case ACCESS_DENIED ->
          refused(
              alert,
              "your account may not be used any more",
              "The account is disabled or deleted. Ask the operator.");
      case BAD_CERTIFICATE ->
          refused(
              alert,
              "your certificate is not fit for logging in",
              "It needs the usage clientAuth; 'securechat pki issue NAME' makes one.");
      case UNSUPPORTED ->
          refused(
              alert,
              "it has no algorithm in common with this client",
              "Use a client and a server of the same version.");
      case OVERLOADED -> refused(alert, "it is overloaded", "Try again in a moment.");
      case TIMEOUT ->
          refused(
              alert,
              "this client took too long",
              "Try again. If it happens again, this machine or the network is slow.");
      case BAD_FRAME, BAD_SIGNATURE, BAD_RECORD, UNEXPECTED_MESSAGE, TOO_LARGE, INTERNAL_ERROR ->
          refused(alert, "it sent the alert " + alert.code(), "");
    };
  }

  private ConnectionException refused(AlertCode alert, String why, String remedy) {
    return problem(
        alert.code(),
        server + " refused: " + why + " [" + alert.code() + "]",
        remedy,
        Outlook.ofServers(alert) == Outlook.LASTING,
        null);
  }

  /** This side ended it because of what the server sent. */
  ConnectionException rejected(ProtocolException fault) {
    AlertCode alert = fault.alert();
    return switch (alert) {
      case UNKNOWN_AUTHORITY ->
          rejected(
              fault,
              "you do not trust the authority that issued its certificate",
              "Check --server. If it is the right server, name its authority's certificate"
                  + " (ca.pem) with --ca.");
      case CERTIFICATE_EXPIRED ->
          rejected(fault, "its certificate has expired", "Tell its operator.");
      case CERTIFICATE_REVOKED ->
          rejected(fault, "its certificate is revoked", "Tell its operator.");
      case REVOCATION_UNKNOWN ->
          rejected(
              fault,
              "there is no current revocation list to judge its certificate by",
              "Get a current crl.pem ('securechat pki crl' makes one) and name it with --crl.");
      case BAD_CERTIFICATE ->
          rejected(
              fault,
              "its certificate is not one for " + server.host(),
              "Check --server. " + capital(fault.getMessage()) + ".");
      default -> rejected(fault, String.valueOf(fault.getMessage()), "");
    };
  }

  private ConnectionException rejected(ProtocolException fault, String why, String remedy) {
    return problem(
        fault.alert().code(),
        "not going on with " + server + ": " + why + " [" + fault.alert().code() + "]",
        remedy,
        Outlook.ofOurs(fault.alert()) == Outlook.LASTING,
        fault);
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
