package org.securechat.server.endpoint;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.securechat.protocol.application.Answer.Empty;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.application.RequestException;
import org.securechat.server.DomainException;
import org.securechat.server.ServerLog;
import org.securechat.server.ServiceException;
import org.securechat.server.account.AuthenticationService;
import org.securechat.server.chat.ChatService;
import org.securechat.server.chat.Details;
import org.securechat.server.chat.UserSession;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.metrics.ChatMetrics;

/** Gives each request to the service that knows it, and answers what is refused. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RequestDispatcher {

  @EJB private AuthenticationService accounts;

  @EJB private ChatService chat;

  @Inject private ChatMetrics metrics;

  @Inject private AccessAudit audit;

  /**
   * @param state {@link ConnectionState.Authenticated} or {@link ConnectionState.LoggedIn}
   * @param message one application message as it came out of its record
   * @return the state after it
   */
  public ConnectionState dispatch(ConnectionState state, byte[] message) {
    SecureConnection connection =
        state instanceof ConnectionState.LoggedIn in
            ? in.connection()
            : ((ConnectionState.Authenticated) state).connection();
    Request request;
    try {
      request = RequestCodec.read(message);
    } catch (RequestException e) {
      metrics.malformedRequest(e.code().wireName());
      refuse(connection, e.re(), e.code(), e.getMessage());
      return state;
    }
    try {
      ConnectionState after =
          state instanceof ConnectionState.LoggedIn in
              ? loggedIn(in, request)
              : stranger((ConnectionState.Authenticated) state, request);
      if (!(request instanceof Request.Send)) { // What becomes of a message is not known yet.
        metrics.requestDone(request.type().wireName());
      }
      return after;
    } catch (DomainException e) {
      refuse(connection, request, ProtocolErrors.code(e), e.getMessage());
    } catch (RuntimeException e) {
      ServerLog.requestFailed(request.getClass().getSimpleName(), e);
      refuse(connection, request, ErrorCode.UNAVAILABLE, "see above");
    }
    return state;
  }

  private ConnectionState stranger(ConnectionState.Authenticated state, Request request) {
    SecureConnection connection = state.connection();
    if (request instanceof Request.Ping) {
      connection.send(Ok.of(request.id(), new Empty()));
    } else if (request instanceof Request.Kdf kdf) {
      connection.send(Ok.of(request.id(), accounts.kdf(kdf.user(), connection.remoteAddress())));
    } else if (request instanceof Request.Register register) {
      accounts.register(register, connection.peer(), connection.remoteAddress());
      connection.send(Ok.of(request.id(), new Empty()));
    } else if (request instanceof Request.Login login) {
      UserSession session =
          chat.open(
              connection,
              accounts.login(login, connection.peer(), connection.remoteAddress()),
              request.id());
      ServerLog.loggedIn(connection.id(), session.userName());
      audit.loggedIn(connection, session.userName());
      return new ConnectionState.LoggedIn(connection, session);
    } else if (request instanceof Request.Bye) {
      connection.send(Ok.of(request.id(), new Empty()));
      connection.close();
      return new ConnectionState.Leaving(connection);
    } else {
      throw new ServiceException(ErrorCode.NOT_LOGGED_IN, request.getClass().getSimpleName());
    }
    return state;
  }

  private ConnectionState loggedIn(ConnectionState.LoggedIn state, Request request) {
    if (request instanceof Request.Bye) {
      chat.bye(state.session(), request.id());
      return new ConnectionState.Leaving(state.connection());
    }
    chat.handle(state.session(), request);
    return state;
  }

  /** The connection of this state has ended or is being ended. */
  public void ended(ConnectionState state) {
    if (state instanceof ConnectionState.LoggedIn in) {
      chat.closed(in.session());
    }
  }

  private void refuse(SecureConnection connection, Request request, ErrorCode code, String reason) {
    metrics.requestRefused(request.type().wireName(), code.wireName());
    audit.refused(connection, request, code);
    refuse(connection, request.id(), code, reason);
  }

  private static void refuse(SecureConnection connection, long re, ErrorCode code, String reason) {
    ServerLog.requestRefused(connection.id(), code.wireName(), reason);
    connection.send(Details.failure(re, code));
  }
}
