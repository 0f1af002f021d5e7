package org.securechat.connector;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkManager;
import java.io.Serializable;
import java.io.UncheckedIOException;
import javax.transaction.xa.XAResource;

/**
 * The inbound resource adapter for framed TCP: a map from activation specifications to activations,
 * and nothing else.
 */
public class SecureChatResourceAdapter implements ResourceAdapter, Serializable {

  private static final long serialVersionUID = 1L;

  private final transient Activations activations = new Activations();
  private transient WorkManager workManager;
  private Integer ioThreads = 0;

  @Override
  public void start(BootstrapContext context) {
    var _ = NettyFlightRecording.switchOff();
    workManager = context.getWorkManager();
  }

  @Override
  public void stop() {
    activations.stop();
  }

  @Override
  public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec)
      throws ResourceException {
    if (!(spec instanceof FrameActivationSpec frames)) {
      throw new NotSupportedException("not a FrameActivationSpec: " + spec);
    }
    ActivationSettings settings = frames.settings();
    if (!frames.getEnabled()) {
      return;
    }
    try {
      activations.add(
          factory, spec, () -> new Activation(settings, factory, workManager, ioThreads));
    } catch (UncheckedIOException e) {
      throw new ResourceException(e.getMessage(), e);
    }
  }

  @Override
  public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
    activations.remove(factory, spec);
  }

  /** There is nothing to recover: connections have no transactions. */
  @Override
  public XAResource[] getXAResources(ActivationSpec[] specs) {
    return new XAResource[0];
  }

  /** Threads that read and write for one activation; 0 for as many as cores, four at most. */
  public Integer getIoThreads() {
    return ioThreads;
  }

  public void setIoThreads(Integer ioThreads) {
    this.ioThreads = ioThreads;
  }

  Activations activations() {
    return activations;
  }
}
