package org.securechat.connector;

import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Message endpoints, created when first needed and used again and again, since creating one costs
 * as much as a call. There are never more than there are workers.
 *
 * <p>Calls are made without {@code beforeDelivery} and {@code afterDelivery}: the adapter has no
 * transaction of its own to import and does not need the context of one call to span another, so
 * the container itself wraps each call as the endpoint's method demands. Nothing can be left
 * unpaired.
 */
final class EndpointPool {

  private final MessageEndpointFactory factory;
  private final Queue<MessageEndpoint> free = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  EndpointPool(MessageEndpointFactory factory) {
    this.factory = factory;
  }

  /**
   * An endpoint for the caller alone, to be given back or discarded.
   *
   * @throws UnavailableException if the application does not take calls at present
   */
  MessageEndpoint take() throws UnavailableException {
    MessageEndpoint endpoint = free.poll();
    return endpoint != null ? endpoint : factory.createEndpoint(null);
  }

  void giveBack(MessageEndpoint endpoint) {
    free.add(endpoint);
    if (closed) {
      close(); // A call has outlasted the activation.
    }
  }

  /** For an endpoint whose call has failed: the container may have destroyed its instance. */
  void discard(MessageEndpoint endpoint) {
    try {
      endpoint.release();
    } catch (RuntimeException e) {
      ConnectorLog.releaseFailed(e);
    }
  }

  /** Releases all that are free, and from now on all that are given back. */
  void close() {
    closed = true;
    for (MessageEndpoint endpoint = free.poll(); endpoint != null; endpoint = free.poll()) {
      discard(endpoint);
    }
  }
}
