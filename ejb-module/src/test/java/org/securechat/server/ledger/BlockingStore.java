package org.securechat.server.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A store whose first commit waits until the test lets it go. */
final class BlockingStore {
  private final LedgerStore store;
  private final CountDownLatch blocked = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<String> calls = new CopyOnWriteArrayList<>();

  BlockingStore(LedgerStore store) {
    this.store = store;
  }

  /** What has been asked of the store, in order. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  LedgerStore proxy() {
    return (LedgerStore)
        Proxy.newProxyInstance(
            LedgerStore.class.getClassLoader(),
            new Class<?>[] {LedgerStore.class},
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
            });
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
