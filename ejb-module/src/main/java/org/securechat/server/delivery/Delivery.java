package org.securechat.server.delivery;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Singleton;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessage.MessagePush;
import org.securechat.protocol.application.ServerMessage.Presence;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.server.ServerLog;
import org.securechat.server.ledger.CommitListener;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LineRequest;

/**
 * Takes committed lines to the people in the room, in the order of the ledger.
 *
 * <p>One thread does it all: answers, messages, and changes of who listens. So everybody sees a
 * room's lines in one order, and nobody is subscribed between a line and its delivery. The thread
 * seals and queues bytes and waits for nothing; when it falls behind, its bounded queue slows the
 * ledger's writer down, and that in turn the senders.
 */
@Singleton
@LocalBean
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class Delivery implements CommitListener {

  private static final int QUEUE = 8192;

  private final ManagedThreadFactory threads;

  private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(QUEUE);
  private final Map<LineRequest, PostCommitDelivery> effects = new ConcurrentHashMap<>();
  private final Audience audience = new Audience();

  /** Logins that are not answered yet, and what changed for them meanwhile. */
  private final Map<Subscriber, List<Runnable>> pending = new ConcurrentHashMap<>();

  private volatile Thread thread;

  /** When the task began that is being run, as System.nanoTime has it; 0 between tasks. */
  private volatile long busySince;

  /** For the container's proxy. */
  public Delivery() {
    this(null);
  }

  @Inject
  public Delivery(ManagedThreadFactory threads) {
    this.threads = threads;
  }

  /** Starts the delivery thread. */
  public void start() {
    thread = threads.newThread(this::deliver);
    thread.setName("securechat-delivery");
    thread.start();
  }

  @PreDestroy
  void stop() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  /**
   * Ends every login after what is queued for it.
   *
   * @param limit how long to wait for the queue at most
   */
  public void finish(Duration limit) {
    CountDownLatch done = new CountDownLatch(1);
    submit(() -> {
      connected().forEach(login -> login.connection().close());
      done.countDown();
    });
    try {
      if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        ServerLog.deliveryUnfinished(tasks.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says what is to follow when this line commits; before the line is given to the ledger. */
  public void expect(LineRequest append, PostCommitDelivery effect) {
    effects.put(append, effect);
  }

  /** The line was not written: nothing follows from it. */
  public void forget(LineRequest append) {
    PostCommitDelivery effect = effects.remove(append);
    if (effect != null) {
      effect.permit().release();
    }
  }

  @Override
  public void committed(List<CommittedLine> inOrder) {
    for (CommittedLine line : inOrder) {
      submit(() -> deliver(line));
    }
  }

  /** Runs something between two deliveries. */
  public void submit(Runnable task) {
    try {
      tasks.put(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Runnable task = tasks.take();
        busySince = System.nanoTime() | 1; // Never 0.
        task.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        ServerLog.deliveryFailed(e);
      } finally {
        busySince = 0;
      }
    }
  }

  private void deliver(CommittedLine line) {
    PostCommitDelivery effect = effects.remove(line.append());
    UUID room = line.entry().roomId();
    SecureConnection asker = effect == null ? null : effect.asker();
    try {
      if (effect != null) {
        effect.joined().forEach(user -> subscribeUser(room, line, user));
      }
      byte[] message =
          ServerMessageCodec.write(new MessagePush(line.entry().toEntry(line.append().roomName())));
      for (Subscriber listener : audience.of(room)) {
        if (listener.connection() != asker) {
          send(listener, message);
        }
      }
      if (effect != null) {
        effect.left().forEach(user -> unsubscribeUser(room, line, user));
      }
      // Last: whoever has been told that they left must not be able to read on.
      if (asker != null) {
        asker.send(effect.answer().apply(line));
      }
    } finally {
      if (effect != null) {
        effect.permit().release();
      }
    }
  }

  /** What goes wrong with one listener is no concern of the others. */
  private static void send(Subscriber listener, byte[] message) {
    try {
      listener.connection().sendEncoded(message);
    } catch (RuntimeException e) {
      ServerLog.deliveryFailed(e);
    }
  }

  private void subscribeUser(UUID room, CommittedLine line, String user) {
    for (Subscriber subscriber : audience.ofUser(user)) {
      whenActive(
          subscriber,
          () -> subscribe(room, line.append().roomName(), line.entry().position(), subscriber));
    }
  }

  private void unsubscribeUser(UUID room, CommittedLine line, String user) {
    for (Subscriber subscriber : audience.ofUser(user)) {
      whenActive(subscriber, () -> unsubscribe(room, line, subscriber));
    }
  }

  private void unsubscribe(UUID room, CommittedLine line, Subscriber subscriber) {
    if (audience.listens(room, subscriber)) {
      audience.unsubscribe(room, subscriber);
      subscriber.visibleUntil(room, line.entry().position());
      announce(room, new Presence(subscriber.userName(), line.append().roomName(), false));
    }
  }

  /** Nothing reaches a login before the answer to it; what changes meanwhile follows after. */
  private void whenActive(Subscriber subscriber, Runnable change) {
    List<Runnable> changes = pending.get(subscriber);
    if (changes == null) {
      change.run();
    } else {
      changes.add(change);
    }
  }

  /**
   * A new login, from any thread, before its rooms are looked up: a room that the user enters or
   * leaves between that look and {@link #activate} is not missed.
   */
  public void registerPending(Subscriber subscriber) {
    pending.put(subscriber, new ArrayList<>());
    audience.connect(subscriber);
  }

  /** The login is answered and subscribed to its rooms. On the delivery thread only. */
  public void activate(Subscriber subscriber) {
    List<Runnable> changes = pending.remove(subscriber);
    if (changes != null) {
      changes.forEach(Runnable::run);
    }
  }

  /**
   * Lets a login listen to a room. On the delivery thread only.
   *
   * @param from the position of the first line that it will be sent
   */
  public void subscribe(UUID room, String name, long from, Subscriber subscriber) {
    subscriber.visibleFrom(room, name, from);
    if (audience.subscribe(room, name, subscriber)) {
      announce(room, new Presence(subscriber.userName(), name, true));
    }
  }

  /** The login has ended, whether or not it ever listened. */
  public void disconnect(Subscriber subscriber) {
    submit(() -> {
      pending.remove(subscriber);
      audience
          .disconnect(subscriber)
          .forEach(
              (room, name) -> announce(room, new Presence(subscriber.userName(), name, false)));
    });
  }

  private void announce(UUID room, ServerMessage message) {
    byte[] encoded = ServerMessageCodec.write(message);
    audience.of(room).forEach(listener -> send(listener, encoded));
  }

  /** Tells every login of a user something. */
  public void tell(String user, ServerMessage message) {
    submit(() -> audience.ofUser(user).forEach(login -> login.connection().send(message)));
  }

  /** Names of the users who are connected and listen to the room. */
  public Set<String> present(UUID room) {
    return audience.present(room);
  }

  /** The room of this name if the login listens to it: the quick answer to "may it write here?". */
  public UUID listenedRoom(Subscriber subscriber, String name) {
    return audience.listenedRoom(subscriber, name);
  }

  /** Whether the delivery thread runs. */
  public boolean isAlive() {
    Thread running = thread;
    return running != null && running.isAlive();
  }

  /** How long the delivery thread has been at its present task; zero if it waits for one. */
  public Duration busyFor() {
    long since = busySince;
    return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
  }

  /** How many tasks wait for the delivery thread now, at most {@value #QUEUE}. */
  public int waiting() {
    return tasks.size();
  }

  /** All logins at this moment. */
  public Collection<Subscriber> connected() {
    return audience.connected();
  }
}
