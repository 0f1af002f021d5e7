package org.securechat.client.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.securechat.client.identity.CertificateRefusal;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

/** Says in words what went wrong on the way to a server, on its side and on this one. */
final class ConnectionErrorMessages {
  private final ServerAddress server;
  private final Optional<ConnectionSettings> settings;

  ConnectionErrorMessages(ServerAddress server) {
    this.server = server;
    this.settings = Optional.empty();
  }

  /** Messages that can say of the user's own certificate why it is refused. */
  ConnectionErrorMessages(ConnectionSettings settings) {
    this.server = settings.server();
    this.settings = Optional.of(settings);
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
      case CERTIFICATE_EXPIRED,
          CERTIFICATE_REVOKED,
          REVOCATION_UNKNOWN,
          UNKNOWN_AUTHORITY,
          BAD_CERTIFICATE -> {
        CertificateRefusal told = CertificateRefusal.ofUsers(alert, missingIssuer()).orElseThrow();
        yield refused(alert, told.why(), told.remedy());
      }
      case ACCESS_DENIED ->
          refused(
              alert,
              "your account may not be used any more",
              "The account is disabled or deleted. Ask the operator.");
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

  private Optional<String> missingIssuer() {
    return settings.flatMap(own -> own.rules().missingIssuer(own.credentials().chain()));
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
      case CERTIFICATE_EXPIRED, CERTIFICATE_REVOKED, REVOCATION_UNKNOWN, UNKNOWN_AUTHORITY -> {
        CertificateRefusal told =
            CertificateRefusal.ofServers(alert, Optional.empty()).orElseThrow();
        yield rejected(fault, told.why() + " (" + fault.getMessage() + ")", told.remedy());
      }
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
