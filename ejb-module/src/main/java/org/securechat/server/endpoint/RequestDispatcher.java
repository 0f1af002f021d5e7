package org.securechat.server.endpoint;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.application.RequestException;
import org.securechat.server.DomainException;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.endpoint.ConnectionState.Authenticated;
import org.securechat.server.endpoint.ConnectionState.LoggedIn;
import org.securechat.server.endpoint.ConnectionState.Serving;

/** Reads requests, has them carried out as the connection's state permits, and refuses the rest. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RequestDispatcher {

  private final RequestsBeforeLogin beforeLogin;
  private final RequestsAfterLogin afterLogin;
  private final RequestResults results;
  private final Delivery delivery;

  /** For the container's proxy. */
  public RequestDispatcher() {
    this(null, null, null, null);
  }

  @Inject
  RequestDispatcher(
      RequestsBeforeLogin beforeLogin,
      RequestsAfterLogin afterLogin,
      RequestResults results,
      Delivery delivery) {
    this.beforeLogin = beforeLogin;
    this.afterLogin = afterLogin;
    this.results = results;
    this.delivery = delivery;
  }

  /**
   * Reads one request and gives it to the service that answers it.
   *
   * @param message one application message as it came out of its record
   * @return the state after it
   */
  public ConnectionState dispatch(Serving state, byte[] message) {
    SecureConnection connection = state.connection();
    Request request;
    try {
      request = RequestCodec.read(message);
    } catch (RequestException e) {
      results.malformed(connection, e);
      return state;
    }
    try {
      return switch (state) {
        case Authenticated authenticated -> beforeLogin.handle(authenticated, request);
        case LoggedIn loggedIn -> afterLogin.handle(loggedIn, request);
      };
    } catch (DomainException e) {
      results.refused(connection, request, e);
    } catch (RuntimeException e) {
      results.failed(connection, request, e);
    }
    return state;
  }

  /** The connection of this state has ended or is being ended. */
  public void ended(Serving state) {
    switch (state) {
      case Authenticated _ -> {}
      case LoggedIn loggedIn -> delivery.disconnect(loggedIn.session());
    }
  }
}
