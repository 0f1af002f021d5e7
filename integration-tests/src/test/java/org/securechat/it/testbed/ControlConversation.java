package org.securechat.it.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.securechat.it.client.TestClient;
import org.securechat.protocol.application.Visibility;

/**
 * Two users who chat all the time while a test attacks the server. If they are disturbed (a message
 * late or lost, a chain broken, a connection gone), closing fails.
 */
public final class ControlConversation implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final TestBed.Person alice;
  private final TestBed.Person bob;
  private final String room = TestBed.name("control");
  private final Thread thread = new Thread(this::chat, "control");
  private volatile boolean enough;
  private final AtomicInteger said = new AtomicInteger();
  private volatile Duration longest = Duration.ZERO;
  private volatile Throwable failure;

  public ControlConversation(TestBed bed) {
    alice = bed.person("control-a");
    bob = bed.person("control-b");
    alice.client().create(room, Visibility.PUBLIC);
    bob.client().join(room);
    thread.start();
  }

  private void chat() {
    try {
      while (!enough) {
        String text = "message " + (said.get() + 1);
        long before = System.nanoTime();
        TestClient.await(alice.client().say(room, text));
        Awaitility.await()
            .pollInterval(2, TimeUnit.MILLISECONDS)
            .until(
                () -> bob.client().room(room).position() == alice.client().room(room).position());
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        longest = took.compareTo(longest) > 0 ? took : longest;
        said.incrementAndGet();
      }
    } catch (RuntimeException | AssertionError e) {
      failure = e;
    }
  }

  /** Waits until they have said that many more messages. */
  public void hear(int more) {
    int before = said.get();
    Awaitility.await()
        .atMost(TestClient.LIMIT)
        .until(() -> failure != null || said.get() >= before + more);
    assertThat(failure).isNull();
  }

  @Override
  public void close() {
    hear(5);
    enough = true;
    try {
      thread.join(TestClient.LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the control conversation ends", e);
    }
    assertThat(failure).isNull();
    assertThat(longest).as("the longest that a message took").isLessThan(PATIENCE);
    assertThat(bob.client().room(room).fault()).isEmpty();
    assertThat(bob.client().room(room).texts()).hasSize(said.get());
    assertThat(bob.client().room(room).chain()).isEqualTo(alice.client().room(room).chain());
    alice.client().close();
    bob.client().close();
  }
}
