package org.securechat.server.endpoint;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Answer.Empty;
import org.securechat.protocol.application.Answer.KdfAnswer;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.server.DomainException;
import org.securechat.server.ServerLog;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.AuthenticationService;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.chat.LoginService;
import org.securechat.server.chat.UnsettledSessions;
import org.securechat.server.chat.UserSession;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.endpoint.ConnectionState.Authenticated;
import org.securechat.server.endpoint.UnexpectedRequestException.Reason;

/** What a peer can ask for that has shown its certificate and has not logged in. */
@Dependent
class RequestsBeforeLogin {

  private final AuthenticationService accounts;
  private final LoginService logins;
  private final UnsettledSessions sessions;
  private final AccessAudit audit;
  private final RequestResults results;

  @Inject
  RequestsBeforeLogin(
      AuthenticationService accounts,
      LoginService logins,
      UnsettledSessions sessions,
      AccessAudit audit,
      RequestResults results) {
    this.accounts = accounts;
    this.logins = logins;
    this.sessions = sessions;
    this.audit = audit;
    this.results = results;
  }

  /**
   * PROTOCOL.md 13.1, row "established".
   *
   * @return the state after the request
   * @throws DomainException if it is refused; then the state stays as it is
   */
  ConnectionState handle(Authenticated state, Request request) {
    SecureConnection connection = state.connection();
    ConnectionState after =
        switch (request) {
          case Request.Kdf kdf -> answer(state, kdf, kdf(connection, kdf));
          case Request.Register register -> {
            register(connection, register);
            yield answer(state, register, new Empty());
          }
          case Request.Login login ->
              new ConnectionState.LoggedIn(connection, login(connection, login));
          case Request.Ping ping -> answer(state, ping, new Empty());
          case Request.Bye bye -> {
            answer(state, bye, new Empty());
            connection.close();
            yield new ConnectionState.Leaving(connection);
          }
          case Request.SessionRequest early ->
              throw new UnexpectedRequestException(Reason.NOT_LOGGED_IN, early.type().wireName());
        };
    results.done(request);
    return after;
  }

  private static ConnectionState answer(Authenticated state, Request request, Answer answer) {
    state.connection().send(Ok.of(request.id(), answer));
    return state;
  }

  private KdfAnswer kdf(SecureConnection connection, Request.Kdf request) {
    return audited(
        connection,
        AuditAction.CHAT_LOGIN_FAILED,
        request.user(),
        () -> accounts.kdf(request.user(), connection.peer(), connection.remoteAddress()));
  }

  private void register(SecureConnection connection, Request.Register request) {
    audited(
        connection,
        AuditAction.USER_REGISTER_FAILED,
        request.username(),
        () -> accounts.register(request, connection.peer(), connection.remoteAddress()));
  }

  private UserSession login(SecureConnection connection, Request.Login request) {
    UserSession session =
        audited(
            connection,
            AuditAction.CHAT_LOGIN_FAILED,
            request.user(),
            () -> open(connection, request));
    ServerLog.loggedIn(connection.id(), session.userName());
    audit.loggedIn(connection, session.userName());
    return session;
  }

  /** PROTOCOL.md 7.3: the answer tells of a record in which the lost session is settled. */
  private UserSession open(SecureConnection connection, Request.Login request) {
    AuthenticatedUser user = accounts.login(request, connection.peer(), connection.remoteAddress());
    request.ends().ifPresent(lost -> sessions.settle(user, lost));
    sessions.opening(connection, user);
    try {
      UserSession session = logins.open(connection, user, request.id());
      sessions.opened(session);
      return session;
    } catch (RuntimeException e) {
      sessions.notOpened(connection, user);
      throw e;
    }
  }

  private <T> T audited(
      SecureConnection connection, AuditAction action, String claimed, Supplier<T> attempt) {
    try {
      return attempt.get();
    } catch (DomainException e) {
      audit.refused(connection, action, claimed, ProtocolErrors.code(e));
      throw e;
    }
  }
}
