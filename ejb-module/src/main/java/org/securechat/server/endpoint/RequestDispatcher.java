package org.securechat.server.endpoint;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.application.RequestException;
import org.securechat.server.DomainException;
import org.securechat.server.chat.UnsettledSessions;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.endpoint.ConnectionState.Authenticated;
import org.securechat.server.endpoint.ConnectionState.LoggedIn;
import org.securechat.server.endpoint.ConnectionState.Serving;
import org.securechat.server.limit.LaneException;

/** Reads requests, has them carried out as the connection's state permits, and refuses the rest. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RequestDispatcher {

  private final RequestsBeforeLogin beforeLogin;
  private final RequestsAfterLogin afterLogin;
  private final RequestResults results;
  private final RequestLanes lanes;
  private final Delivery delivery;
  private final UnsettledSessions sessions;

  /** For the container's proxy. */
  public RequestDispatcher() {
    this(null, null, null, null, null, null);
  }

  @Inject
  RequestDispatcher(
      RequestsBeforeLogin beforeLogin,
      RequestsAfterLogin afterLogin,
      RequestResults results,
      RequestLanes lanes,
      Delivery delivery,
      UnsettledSessions sessions) {
    this.beforeLogin = beforeLogin;
    this.afterLogin = afterLogin;
    this.results = results;
    this.lanes = lanes;
    this.delivery = delivery;
    this.sessions = sessions;
  }

  /**
   * Reads requests and gives each to the service that answers it: on this thread, or in a lane if
   * that may take long.
   *
   * @param first an application message as it came out of its record
   * @param more gives those that have arrived behind it, one by one; null when there is none that
   *     may be served now in this state
   * @param next is told the state after a request, if that is another one
   */
  public void dispatch(
      Serving state, byte[] first, Supplier<byte[]> more, Consumer<ConnectionState> next) {
    for (byte[] message = first; message != null; message = more.get()) {
      serve(state, message, next);
    }
  }

  private void serve(Serving state, byte[] message, Consumer<ConnectionState> next) {
    Request request;
    try {
      request = RequestCodec.read(message);
    } catch (RequestException e) {
      results.malformed(state.connection(), e);
      return;
    }
    lanes.run(
        state,
        request,
        new RequestLanes.Work() {
          @Override
          public void carryOut() {
            RequestDispatcher.this.carryOut(state, request, next);
          }

          @Override
          public void refuse(LaneException reason) {
            results.refused(state.connection(), request, reason);
          }
        });
  }

  @SuppressWarnings("ReferenceEquality") // the same object means: no new state
  private void carryOut(Serving state, Request request, Consumer<ConnectionState> next) {
    try {
      ConnectionState after =
          switch (state) {
            case Authenticated authenticated -> beforeLogin.handle(authenticated, request);
            case LoggedIn loggedIn -> afterLogin.handle(loggedIn, request);
          };
      if (after != state) {
        next.accept(after);
        left(state);
      }
    } catch (DomainException e) {
      results.refused(state.connection(), request, e);
    } catch (RuntimeException e) {
      results.failed(state.connection(), request, e);
    }
  }

  /** PROTOCOL.md 7.7: what comes after {@code bye} is dropped. */
  private void left(Serving before) {
    switch (before) {
      case Authenticated _ -> {}
      case LoggedIn loggedIn -> sessions.ended(loggedIn.session());
    }
  }

  /** The connection of this state has ended or is being ended. */
  public void ended(Serving state) {
    switch (state) {
      case Authenticated _ -> {}
      case LoggedIn loggedIn -> {
        delivery.disconnect(loggedIn.session());
        sessions.ended(loggedIn.session());
      }
    }
  }
}
