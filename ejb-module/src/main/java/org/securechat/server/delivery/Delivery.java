package org.securechat.server.delivery;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessage.MessagePush;
import org.securechat.protocol.application.ServerMessage.Presence;
import org.securechat.protocol.channel.Inner;
import org.securechat.server.ServerLog;
import org.securechat.server.ledger.CommitListener;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LedgerEntry;

/**
 * Takes committed lines to the logins that listen to the room, in the order of the ledger.
 *
 * <p>One thread does it all: answers, messages, and changes of who listens. So all see a room's
 * lines in one order, and no login is subscribed between a line and its delivery. The thread queues
 * what the writing threads seal, and waits for nothing; when it falls behind, its bounded queue
 * slows the ledger's writer down, and that in turn the senders.
 */
@Singleton
@LocalBean
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class Delivery implements CommitListener {

  private final ThreadFactory threads;
  private final DeliveryThread thread = new DeliveryThread(this::flush);
  private final Audience audience = new Audience();

  private final Unflushed unflushed = new Unflushed();
  private volatile Predicate<String> elsewhere = user -> false;

  /** Logins that are not answered yet, and what changed for them meanwhile. */
  private final Map<Subscriber, List<Runnable>> pending = new ConcurrentHashMap<>();

  /** For the container's proxy. */
  public Delivery() {
    this((ThreadFactory) null);
  }

  @Inject
  public Delivery(ManagedThreadFactory threads) {
    this((ThreadFactory) threads);
  }

  Delivery(ThreadFactory threads) {
    this.threads = threads;
  }

  /** Starts the delivery thread. */
  public void start() {
    thread.start(threads);
  }

  @PreDestroy
  void stop() {
    thread.stop();
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
        ServerLog.deliveryUnfinished(waiting());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void committed(List<CommittedLine> inOrder) {
    inOrder.forEach(line -> thread.submit(new LineDelivery(line)));
  }

  @Override
  public void read(List<LedgerEntry> inOrder) {
    committed(ReadLines.of(inOrder));
  }

  /** The rooms that somebody who is connected listens to. Safe from any thread. */
  public Set<UUID> rooms() {
    return audience.rooms();
  }

  /**
   * Has users count as present in their rooms who are connected to other servers.
   *
   * @param users tells from memory, on any thread
   */
  public void elsewhere(Predicate<String> users) {
    elsewhere = users;
  }

  /** A user whose rooms these are has come to other servers, or has left the last of them. */
  public void announceElsewhere(String user, boolean online, Map<UUID, String> rooms) {
    submit(() ->
        rooms.forEach((room, name) -> {
          if (!audience.isPresent(room, user)) {
            announce(room, new Presence(user, name, online));
          }
        }));
  }

  /** Whether a login of the user does not listen to a room. Safe from any thread. */
  public boolean misses(String user, UUID room) {
    return audience.ofUser(user).stream()
        .anyMatch(login -> !pending.containsKey(login) && !audience.listens(room, login));
  }

  /**
   * Lets all logins of a user listen to a room.
   *
   * @param from the position of the first line that they are sent
   */
  public void enter(String user, UUID room, String name, long from) {
    submit(() ->
        audience
            .ofUser(user)
            .forEach(login ->
                whenActive(
                    login,
                    () -> {
                      if (!audience.listens(room, login)) {
                        subscribe(room, name, from, login);
                      }
                    })));
  }

  /** The users who are connected to this server. Safe from any thread. */
  public Set<String> users() {
    return audience.users();
  }

  /** Whether a user is connected to this server. Safe from any thread. */
  public boolean isConnected(String user) {
    return !audience.ofUser(user).isEmpty();
  }

  /** Runs something between two deliveries. */
  public void submit(Runnable task) {
    thread.submit(task::run);
  }

  /** The delivery of one line, and of what follows from it. */
  private final class LineDelivery implements DeliveryThread.Task {

    private final CommittedLine line;
    private final UUID room;
    private final PostCommitDelivery following;

    LineDelivery(CommittedLine line) {
      this.line = line;
      this.room = line.entry().roomId();
      this.following =
          line.attachment(PostCommitDelivery.class).orElseGet(PostCommitDelivery::toRoom);
    }

    @Override
    public void run() {
      try {
        following.joined().forEach(this::subscribeUser);
        push();
        following.left().forEach(this::unsubscribeUser);
        // Last: a user who has been told that they left must not be able to read on.
        following.answer(line).ifPresent(unflushed::add);
      } finally {
        following.abandon();
      }
    }

    @Override
    public void abandon() {
      following.abandon();
    }

    /** PROTOCOL.md 7.8: the sender's own connection gets the answer in place of the push. */
    private void push() {
      Inner message = encoded(line);
      Optional<SecureConnection> asker = following.asker();
      for (Subscriber listener : audience.of(room)) {
        // A login is answered from the database, and lines of other servers are read after it.
        if ((asker.isEmpty() || listener.connection() != asker.get())
            && line.entry().position() >= listener.firstVisible(room)) {
          send(listener, message);
        }
      }
    }

    private void subscribeUser(String user) {
      for (Subscriber subscriber : audience.ofUser(user)) {
        whenActive(subscriber, () -> begin(subscriber));
      }
    }

    /** PROTOCOL.md 7.8: the second person of a new direct room gets its first line, too. */
    private void begin(Subscriber subscriber) {
      CommittedLine first = following.earlier().orElse(line);
      subscribe(room, line.roomName(), first.entry().position(), subscriber);
      following.earlier().ifPresent(earlier -> send(subscriber, encoded(earlier)));
    }

    private void unsubscribeUser(String user) {
      for (Subscriber subscriber : audience.ofUser(user)) {
        whenActive(subscriber, () -> unsubscribe(subscriber));
      }
    }

    private void unsubscribe(Subscriber subscriber) {
      if (audience.listens(room, subscriber)) {
        audience.unsubscribe(room, subscriber);
        subscriber.visibleUntil(room, line.entry().position());
        announce(room, new Presence(subscriber.userName(), line.roomName(), false));
      }
    }
  }

  private static Inner encoded(CommittedLine line) {
    return SecureConnection.encoded(new MessagePush(line.entry().toEntry(line.roomName())));
  }

  private void flush() {
    unflushed.flush();
  }

  /** What goes wrong with one listener does not concern the others. */
  private void send(Subscriber listener, Inner message) {
    if (!listener.connection().isOpen()) {
      // The call that ends a login can fail to come, when the container gives no endpoint for it.
      remove(listener);
      return;
    }
    try {
      listener.connection().queue(message);
      unflushed.add(listener.connection());
    } catch (RuntimeException e) {
      ServerLog.deliveryFailed(e);
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
    if (audience.subscribe(room, name, subscriber) && !elsewhere.test(subscriber.userName())) {
      announce(room, new Presence(subscriber.userName(), name, true));
    }
  }

  /** The login has ended, whether or not it ever listened. */
  public void disconnect(Subscriber subscriber) {
    submit(() -> remove(subscriber));
  }

  /** Has no effect on one that was removed before. */
  private void remove(Subscriber subscriber) {
    pending.remove(subscriber);
    Map<UUID, String> left = audience.disconnect(subscriber);
    if (!elsewhere.test(subscriber.userName())) {
      left.forEach(
          (room, name) -> announce(room, new Presence(subscriber.userName(), name, false)));
    }
  }

  private void announce(UUID room, ServerMessage message) {
    Inner encoded = SecureConnection.encoded(message);
    audience.of(room).forEach(listener -> send(listener, encoded));
  }

  /** Sends a message to every login of a user. */
  public void tell(String user, ServerMessage message) {
    submit(() ->
        audience
            .ofUser(user)
            .forEach(login -> whenActive(login, () -> login.connection().send(message))));
  }

  /**
   * Which users are connected and listen to the room, or are connected to another server: for its
   * members.
   */
  public Predicate<String> present(UUID room) {
    Set<String> here = audience.present(room, subscriber -> subscriber.connection().isOpen());
    return member -> here.contains(member) || elsewhere.test(member);
  }

  /** Whether the delivery thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /** How long the delivery thread has been at its present task; zero if it waits for one. */
  public Duration busyFor() {
    return thread.busyFor();
  }

  /** How many tasks wait for the delivery thread now, at most {@value DeliveryThread#QUEUE}. */
  public int waiting() {
    return thread.waiting();
  }

  /** All logins at this moment. */
  public Collection<Subscriber> connected() {
    return audience.connected();
  }
}
