package org.securechat.connector;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Timer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;
import org.securechat.connector.contract.FrameListener;

/**
 * As much of an application server as the adapter sees: a work manager with a bounded number of
 * threads, and an endpoint factory that, like a pool of message-driven beans, refuses rather than
 * waits and forbids concurrent calls to one endpoint.
 */
final class FakeContainer implements BootstrapContext, MessageEndpointFactory, AutoCloseable {

  final FrameActivationSpec spec = new FrameActivationSpec();
  final SecureChatResourceAdapter adapter = new SecureChatResourceAdapter();
  final GatewayObject gateway = new GatewayObject();

  final AtomicInteger endpointsCreated = new AtomicInteger();
  final AtomicInteger endpointsReleased = new AtomicInteger();
  final AtomicInteger running = new AtomicInteger();
  final AtomicInteger mostRunning = new AtomicInteger();
  final AtomicInteger worksScheduled = new AtomicInteger();

  /** How many of the next attempts to get an endpoint, or to call one, are refused. */
  final AtomicInteger refuseCreation = new AtomicInteger();

  final AtomicInteger refuseCalls = new AtomicInteger();
  final AtomicInteger rejectWorks = new AtomicInteger();

  private final FrameListener listener;
  private final ExecutorService threads;

  FakeContainer(FrameListener listener) {
    this(listener, 8);
  }

  FakeContainer(FrameListener listener, int threadCount) {
    this.listener = listener;
    threads =
        Executors.newFixedThreadPool(
            threadCount, task -> new Thread(task, "fake-work-" + System.nanoTime()));
    adapter.start(this);
    adapter.setIoThreads(2);
    spec.setCloseTimeoutMillis(2_000);
  }

  /** Activates the endpoint and opens the gateway. */
  FakeContainer open() {
    activate();
    gateway.open();
    return this;
  }

  void activate() {
    try {
      gateway.setResourceAdapter(adapter);
      adapter.endpointActivation(this, spec);
    } catch (ResourceException e) {
      throw new AssertionError(e);
    }
  }

  InetSocketAddress address() {
    return gateway.addresses().iterator().next();
  }

  Peer connect() throws Exception {
    Socket socket = new Socket();
    socket.connect(address());
    return new Peer(socket);
  }

  @Override
  public void close() {
    adapter.endpointDeactivation(this, spec);
    adapter.stop();
    threads.shutdownNow();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // MessageEndpointFactory

  @Override
  public MessageEndpoint createEndpoint(XAResource resource) throws UnavailableException {
    if (refuseCreation.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new UnavailableException("pool exhausted");
    }
    endpointsCreated.incrementAndGet();
    AtomicBoolean busy = new AtomicBoolean();
    Class<?>[] types = {MessageEndpoint.class, FrameListener.class};
    return (MessageEndpoint)
        Proxy.newProxyInstance(
            getClass().getClassLoader(), types, (proxy, method, args) -> call(busy, method, args));
  }

  private Object call(AtomicBoolean busy, Method method, Object[] args) throws Throwable {
    if (method.getName().equals("release")) {
      endpointsReleased.incrementAndGet();
      return null;
    }
    if (method.getDeclaringClass() != FrameListener.class) {
      throw new AssertionError("not expected: " + method);
    }
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("concurrent call to one endpoint");
    }
    mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
    try {
      if (refuseCalls.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        throw new UnavailableException("no instance"); // Undeclared, so the proxy wraps it.
      }
      return method.invoke(listener, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      running.decrementAndGet();
      busy.set(false);
    }
  }

  @Override
  public MessageEndpoint createEndpoint(XAResource resource, long timeout)
      throws UnavailableException {
    return createEndpoint(resource);
  }

  @Override
  public boolean isDeliveryTransacted(Method method) {
    return false;
  }

  @Override
  public String getActivationName() {
    return "fake";
  }

  @Override
  public Class<?> getEndpointClass() {
    return listener.getClass();
  }

  // BootstrapContext

  @Override
  public WorkManager getWorkManager() {
    return new FakeWorkManager();
  }

  @Override
  public XATerminator getXATerminator() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Timer createTimer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isContextSupported(Class<? extends WorkContext> type) {
    return false;
  }

  @Override
  public jakarta.transaction.TransactionSynchronizationRegistry
      getTransactionSynchronizationRegistry() {
    throw new UnsupportedOperationException();
  }

  private final class FakeWorkManager implements WorkManager {

    @Override
    public void scheduleWork(Work work) throws WorkException {
      if (rejectWorks.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        throw new WorkRejectedException("busy");
      }
      worksScheduled.incrementAndGet();
      try {
        threads.execute(work);
      } catch (RejectedExecutionException e) {
        throw new WorkRejectedException(e);
      }
    }

    @Override
    public void scheduleWork(Work work, long wait, ExecutionContext context, WorkListener to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void doWork(Work work) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void doWork(Work work, long wait, ExecutionContext context, WorkListener to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long startWork(Work work) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long startWork(Work work, long wait, ExecutionContext context, WorkListener to) {
      throw new UnsupportedOperationException();
    }
  }
}
