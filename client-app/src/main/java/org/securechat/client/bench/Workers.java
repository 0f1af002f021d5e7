package org.securechat.client.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.securechat.client.ClientException;

/** Does several things side by side and waits for all of them. */
final class Workers {
  private Workers() {}

  /**
   * What the tasks return, in their order.
   *
   * @param atOnce how many run at the same time
   * @throws ClientException that of the first task that failed; the others come to their end first
   */
  static <T> List<T> all(int atOnce, ThreadFactory threads, List<Callable<T>> tasks)
      throws ClientException {
    try (ExecutorService executor = Executors.newFixedThreadPool(atOnce, threads)) {
      List<Future<T>> futures = executor.invokeAll(tasks);
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClientException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ClientException("interrupted");
    }
  }
}
