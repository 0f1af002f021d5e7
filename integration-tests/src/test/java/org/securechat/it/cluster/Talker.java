package org.securechat.it.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;

/**
 * A person who says one thing after another, as a client does: when the server does not answer any
 * more, it goes to the next one, settles the lost session there, and says again what is not on
 * record. Each text is said until it is on record, so that it must be there once.
 */
final class Talker implements AutoCloseable {
  /** Hardly any. */
  static final Duration PAUSE = Duration.ofMillis(20);

  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Cluster cluster;
  private final Person person;
  private final String room;
  private final Duration pause;
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger said = new AtomicInteger();
  private final AtomicLong longestSilence = new AtomicLong();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile TestClient client;
  private volatile Throwable failure;
  private int server;

  Talker(Cluster cluster, Person person, int server, String room, Duration pause) {
    this.cluster = cluster;
    this.person = person;
    this.server = server;
    this.room = room;
    this.pause = pause;
    this.client = person.client();
    this.thread = Thread.ofPlatform().name("talker " + person.name()).start(this::talk);
  }

  private void talk() {
    try {
      long last = System.nanoTime();
      while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        String text = person.name() + " says " + said.incrementAndGet();
        acknowledged.put(text, say(text));
        long now = System.nanoTime();
        longestSilence.accumulateAndGet(now - last, Math::max);
        last = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | AssertionError e) {
      failure = e;
    }
  }

  /** The position under which the text is on record. */
  private long say(String text) throws InterruptedException {
    Optional<Long> position = trySaying(text);
    while (position.isEmpty() && stop.getCount() > 0) {
      position = comeBack(text);
      if (position.isEmpty()) {
        Thread.sleep(PAUSE);
      }
    }
    return position.orElse(0L);
  }

  private Optional<Long> trySaying(String text) {
    try {
      return Optional.of(
          client
              .say(room, text)
              .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
              .thenApply(Answer.SentAnswer::position)
              .join());
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** At the next server: what became of the text, and if it is not there, it is said again. */
  private Optional<Long> comeBack(String text) {
    String lost = client.channel().channelBinding();
    client.close();
    server = (server + 1) % cluster.size();
    try {
      TestClient back = cluster.login(server, person, Optional.of(lost));
      Optional<Long> there =
          back.history(room, 0).stream()
              .filter(line -> saysThis(line, text))
              .map(Entry::position)
              .findFirst();
      client = back;
      return there.isPresent() ? there : trySaying(text);
    } catch (RuntimeException | AssertionError e) {
      return Optional.empty();
    }
  }

  private static boolean saysThis(Entry line, String text) {
    return RoomView.payload(line)
        .filter(payload -> payload.content().words().orElseThrow().equals(text))
        .isPresent();
  }

  /** What is on record, with its positions; the last one may have been given up. */
  Map<String, Long> acknowledged() {
    return Map.copyOf(acknowledged);
  }

  int count() {
    return acknowledged.size();
  }

  Duration longestSilence() {
    return Duration.ofNanos(longestSilence.get());
  }

  /** Stops talking, and throws what went wrong. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(TestClient.LIMIT.plus(TestClient.LIMIT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    acknowledged.values().removeIf(position -> position == 0);
    check();
  }

  /** Throws what went wrong, if anything has. */
  void check() {
    if (failure != null) {
      throw new AssertionError(person.name(), failure);
    }
  }
}
