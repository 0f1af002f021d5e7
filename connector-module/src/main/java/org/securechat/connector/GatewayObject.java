package org.securechat.connector;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.Gateway;
import org.securechat.connector.contract.Statistics;

/**
 * The administered object: a handle on the resource adapter that the container associates it with.
 * {@link #open} fails with an {@link java.io.UncheckedIOException} that names the address if one
 * cannot be listened on.
 */
public class GatewayObject implements Gateway, ResourceAdapterAssociation, Serializable {

  private static final long serialVersionUID = 1L;

  private transient SecureChatResourceAdapter adapter;

  @Override
  public ResourceAdapter getResourceAdapter() {
    return adapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
    if (!(adapter instanceof SecureChatResourceAdapter ours)) {
      throw new ResourceException("belongs to a SecureChatResourceAdapter only: " + adapter);
    }
    this.adapter = ours;
  }

  @Override
  public void open() {
    activations().open();
  }

  @Override
  public void drain(Duration limit) {
    activations().drain(limit);
  }

  @Override
  public void close(Duration limit) {
    activations().close(limit);
  }

  @Override
  public Collection<InetSocketAddress> addresses() {
    return activations().addresses();
  }

  @Override
  public Collection<InetSocketAddress> addresses(String endpoint) {
    return activations().addresses(endpoint);
  }

  @Override
  public Collection<Connection> connections() {
    return activations().connections();
  }

  @Override
  public Statistics statistics() {
    return activations().statistics();
  }

  private Activations activations() {
    if (adapter == null) {
      throw new IllegalStateException("not associated with a resource adapter");
    }
    return adapter.activations();
  }
}
