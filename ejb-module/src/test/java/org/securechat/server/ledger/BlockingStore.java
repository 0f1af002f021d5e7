package org.securechat.server.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A database whose first commit waits until the test lets it go. */
final class BlockingStore {
  private final LedgerFixture fixture;
  private final CountDownLatch blocked = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<String> calls = new CopyOnWriteArrayList<>();

  BlockingStore(LedgerFixture fixture) {
    this.fixture = fixture;
  }

  /** What has been asked of the stores, in order. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  LedgerStore proxy() {
    return around(LedgerStore.class, fixture.store());
  }

  BatchStore batches() {
    return around(BatchStore.class, fixture.batches());
  }

  private <T> T around(Class<T> type, T store) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              if (method.getName().equals("commit")) {
                blocked.countDown();
                released.await();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  void awaitBlocked() {
    try {
      blocked.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void release() {
    released.countDown();
  }
}
