package org.securechat.connector;

import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.securechat.connector.contract.ProtocolViolation;

/**
 * Balancers that send no proper header: it is their operator's mistake and affects all who come
 * through them, so the log tells it, at most once a second. Thread-safe.
 */
final class ProxyFaults {

  private final AtomicLong count = new AtomicLong();

  void add(EventExecutor executor, InetSocketAddress balancer, ProtocolViolation violation) {
    if (count.getAndIncrement() == 0) {
      var _ =
          executor.schedule(
              () -> ConnectorLog.proxyFaults(count.getAndSet(0), balancer, violation),
              1,
              TimeUnit.SECONDS);
    }
  }
}
