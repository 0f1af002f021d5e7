package org.securechat.connector;

import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.work.Work;
import org.securechat.connector.Event.Arrived;
import org.securechat.connector.Event.Signal;
import org.securechat.connector.Event.Violated;
import org.securechat.connector.contract.FrameListener;
import org.securechat.connector.contract.ProtocolViolation;

/**
 * Serves connections that are ready, one after the other, with one endpoint, until none is left.
 */
final class Worker implements Work {

  private final Dispatcher dispatcher;
  private final EndpointPool endpoints;
  private final Registry registry;
  private final Counters counters;
  private MessageEndpoint endpoint;
  private volatile boolean released;

  Worker(Dispatcher dispatcher, EndpointPool endpoints, Registry registry, Counters counters) {
    this.dispatcher = dispatcher;
    this.endpoints = endpoints;
    this.registry = registry;
    this.counters = counters;
  }

  @Override
  public void run() {
    try {
      PeerConnection connection = dispatcher.next();
      while (connection != null) {
        serve(connection);
        connection = released ? null : dispatcher.next();
      }
    } finally {
      if (endpoint != null) {
        endpoints.giveBack(endpoint);
      }
      dispatcher.workerEnded();
    }
  }

  /** The work manager shuts down. */
  @Override
  public void release() {
    released = true;
  }

  private void serve(PeerConnection connection) {
    connection.beginTurn();
    while (connection.hasTurn()) {
      Event event = connection.takeEvent();
      if (event == null) {
        break;
      }
      if (!deliver(connection, event)) {
        connection.mailbox().putBack(event);
        dispatcher.postpone(connection);
        return;
      }
    }
    connection.resumeReading();
    if (connection.mailbox().endDrain()) {
      dispatcher.requeue(connection);
    }
  }

  /** Returns false if there is no endpoint at present and the event has to wait. */
  private boolean deliver(PeerConnection connection, Event event) {
    try {
      if (endpoint == null) {
        endpoint = endpoints.take();
      }
      call((FrameListener) endpoint, connection, event);
      connection.served();
      concluded(connection, event);
    } catch (UnavailableException e) {
      return false;
    } catch (Throwable e) { // Whatever an endpoint throws must not end the worker.
      dropEndpoint();
      if (isUnavailable(e)) {
        return false;
      }
      failed(connection, event, e);
    }
    return true;
  }

  private static void call(FrameListener listener, PeerConnection connection, Event event) {
    switch (event) {
      case Signal.OPENED -> listener.opened(connection);
      case Arrived arrived -> listener.frame(connection, arrived.payload());
      case Violated(ProtocolViolation violation) ->
          listener.protocolViolation(connection, violation);
      case Signal.END_OF_INPUT -> {} // The endpoint has answered everything; it is not told.
      case Signal.CLOSED -> listener.closed(connection);
    }
  }

  private void concluded(PeerConnection connection, Event event) {
    switch (event) {
      case Signal.OPENED -> {} // The connection goes on.
      case Arrived _ -> {}
      case Violated(ProtocolViolation violation) -> {
        counters.ended(violation);
        connection.close();
      }
      case Signal.END_OF_INPUT -> connection.close();
      case Signal.CLOSED -> registry.remove(connection);
    }
  }

  private void failed(PeerConnection connection, Event event, Throwable cause) {
    if (!dispatcher.stopping()) { // Then the container refuses calls by failing them.
      ConnectorLog.endpointFailed(connection.id(), cause);
    }
    switch (event) {
      case Violated _ -> concluded(connection, event);
      case Signal.CLOSED -> concluded(connection, event);
      case Arrived _ -> connection.violated(ProtocolViolation.INTERNAL);
      case Signal.OPENED, Signal.END_OF_INPUT -> connection.violated(ProtocolViolation.INTERNAL);
    }
  }

  private void dropEndpoint() {
    if (endpoint != null) {
      endpoints.discard(endpoint);
      endpoint = null;
    }
  }

  /** The container's proxy wraps it, since the listener's methods do not declare it. */
  private static boolean isUnavailable(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnavailableException) {
        return true;
      }
    }
    return false;
  }
}
