package org.securechat.client.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ChatConnection;
import org.securechat.client.connection.ConnectionException;
import org.securechat.client.connection.Outlook;
import org.securechat.client.connection.ReconnectBackoff;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.client.session.SessionListener.Link;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;

/**
 * The session's thread: takes in what the server pushes, one thing after another, and brings the
 * connection back. Whatever is asked of the rooms runs here, so they need no locks.
 */
final class SessionWorker {
  /** More than a server sends while one history page is fetched, less than would fill memory. */
  private static final int MOST_WAITING = 10_000;

  private static final Duration CALL_LIMIT = Duration.ofMinutes(10);

  /** A connection that ends sooner counts as another failed attempt: the pauses go on growing. */
  private static final Duration STEADY = Duration.ofSeconds(30);

  private final SessionSettings settings;
  private final SessionListener listener;
  private final Outbox outbox;
  private final RoomSync sync;
  private final ReceiptKeeper receipts;
  private final Contradictions contradictions;
  private final LoginKey key;
  private final ThreadPoolExecutor thread;
  private final List<ReceiptOutcome> kept = new ArrayList<>();

  /** Both on the session's thread only. */
  private ReconnectBackoff backoff = new ReconnectBackoff(Providers.random());

  private long connectedAt = System.nanoTime();

  /** The channel binding of the session before the next one. */
  private Optional<String> lastSession = Optional.empty();

  /** Guarded by this object's monitor, which is notified of every change. */
  private LoggedInConnection live;

  private ClientException givenUp;
  private volatile boolean leaving;
  private volatile String user;

  /** Something to be done with the rooms. */
  interface Task<T> {
    T with(RoomSync sync) throws ClientException;
  }

  SessionWorker(SessionSettings settings, SessionListener listener, boolean everything)
      throws ClientException {
    this.settings = settings;
    this.listener = listener;
    this.outbox = new Outbox(listener);
    this.sync = new RoomSync(settings, listener, outbox, everything);
    this.receipts = new ReceiptKeeper(settings, sync);
    this.contradictions = new Contradictions(settings, sync.account());
    this.sync.examineWith(this::examine);
    this.key = new LoginKey(settings.password());
    this.user = settings.user();
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread made = new Thread(work, "securechat-session");
              made.setDaemon(true);
              return made;
            });
  }

  /** Logs in for the first time. */
  void start() throws ClientException {
    call(any -> {
      become(connect());
      return null;
    });
  }

  private LoggedInConnection connect() throws ClientException {
    ConnectionEvents events = new ConnectionEvents();
    LoggedInConnection made = LoggedInConnection.open(settings, key, lastSession, events);
    events.live = made;
    lastSession.ifPresent(settled -> outbox.settled(settled, made.rooms()));
    lastSession = Optional.of(made.connection().channelBinding());
    user = made.user();
    receipts.sendCountersignatures(made.connection());
    return made;
  }

  private synchronized void become(LoggedInConnection made) {
    live = made;
    notifyAll();
  }

  String user() {
    return user;
  }

  Outbox outbox() {
    return outbox;
  }

  /**
   * Takes in the line of a message of one's own that was answered. What goes wrong with it here
   * concerns this client's copy and is told as such: the message is sent.
   */
  void takeOwn(LoggedInConnection from, Entry own) {
    try {
      call(any -> {
        guarded(() -> any.arrived(from.connection(), own));
        return null;
      });
    } catch (ClientException _) {
      // The session is over or busy for long: the line is fetched the next time.
    }
  }

  synchronized Optional<LoggedInConnection> present() {
    return Optional.ofNullable(live);
  }

  /** The connection; waits for it to come back if it is away. */
  LoggedInConnection live(Duration limit) throws ClientException {
    return awaitOtherThan(null, limit);
  }

  /** The first connection that is not that one. */
  synchronized LoggedInConnection awaitOtherThan(LoggedInConnection old, Duration limit)
      throws ClientException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (live == null || live == old) {
      if (givenUp != null) {
        throw givenUp;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0 || !settings.reconnect()) {
        throw new ClientException("there is no connection to the server", "Try again in a moment.");
      }
      try {
        wait(left);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new ClientException("interrupted");
      }
    }
    return live;
  }

  /** Runs a task on the session's thread and waits for it. */
  <T> T call(Task<T> task) throws ClientException {
    try {
      Future<T> result = thread.submit(() -> task.with(sync));
      return result.get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClientException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new ClientException("this takes too long", "Try again.", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ClientException("interrupted");
    } catch (RejectedExecutionException _) {
      throw new ClientException("the session is over");
    }
  }

  /** Hears one connection. */
  private final class ConnectionEvents implements ChatConnection.Listener {
    private volatile LoggedInConnection live;

    @Override
    public void pushed(ServerMessage message) {
      if (thread.getQueue().size() < MOST_WAITING) {
        later(() -> take(live, message));
      } else {
        fallBehind();
      }
    }

    /** What is missed now is fetched again after reconnecting. */
    private void fallBehind() {
      LoggedInConnection behind = live;
      if (behind != null) {
        behind.connection().close();
      }
    }

    @Override
    public void ended(Optional<ConnectionException> why) {
      later(() -> lost(live, why));
    }

    private void later(Step step) {
      try {
        thread.execute(() -> {
          if (live != null) {
            guarded(step);
          }
        });
      } catch (RejectedExecutionException _) {
        // The session has ended; there is no listener left.
      }
    }
  }

  private interface Step {
    void run() throws ClientException;
  }

  private void guarded(Step step) {
    try {
      step.run();
    } catch (ConnectionException _) {
      // Its end is reported by itself.
    } catch (ClientException e) {
      listener.trouble(e);
    }
  }

  private void take(LoggedInConnection from, ServerMessage message) throws ClientException {
    switch (message) {
      case ServerMessage.MessagePush push -> sync.arrived(from.connection(), push.entry());
      case ServerMessage.Presence presence ->
          listener.presence(presence.user(), presence.room(), presence.online());
      case ServerMessage.Notice notice -> listener.notice(notice.text());
      case ServerMessage.ReceiptMessage receipt -> keep(from.connection(), receipt);
      case Ok _, ServerMessage.Failure _ ->
          throw new IllegalArgumentException("an answer is no push");
    }
  }

  /** Checks and keeps a receipt. On the session's thread. */
  ReceiptOutcome keep(ChatConnection from, ServerMessage.ReceiptMessage message)
      throws ClientException {
    try {
      Receipt receipt = Receipt.parse(message.receipt());
      ReceiptOutcome outcome =
          receipts.keep(
              message,
              receipt,
              new ReceiptKeeper.Origin(
                  user, from.channelBinding(), leaving ? Optional.empty() : Optional.of(from)),
              sync.room(receipt.room()));
      kept.add(outcome);
      listener.receipt(outcome);
      if (!outcome.faults().isEmpty()) {
        contradicted(from, receipt.room(), Optional.of(outcome.folder()));
      }
      return outcome;
    } catch (EvidenceException e) {
      throw new ClientException("the server sent a malformed receipt: " + e.getMessage());
    }
  }

  /** PROTOCOL.md §12: what the server says now is worth more under its signature. */
  private void examine(ChatConnection from, SyncedRoom room) throws ClientException {
    Optional<Path> receipt = Optional.empty();
    try {
      ReceiptOutcome outcome = keep(from, from.askReceipt(room.name()));
      if (!outcome.faults().isEmpty()) {
        return; // It was looked into when the receipt was kept.
      }
      receipt = Optional.of(outcome.folder());
    } catch (RequestRefusedException _) {
      // Then there are only the lines.
    }
    contradicted(from, room.name(), receipt);
  }

  private void contradicted(ChatConnection from, String room, Optional<Path> receipt)
      throws ClientException {
    Optional<SyncedRoom> followed = sync.room(room);
    if (followed.isPresent()) {
      contradictions
          .found(followed.get(), receipt, leaving ? Optional.empty() : Optional.of(from))
          .ifPresent(listener::contradiction);
    }
  }

  private void lost(LoggedInConnection gone, Optional<ConnectionException> why)
      throws ClientException {
    synchronized (this) {
      if (live != gone) {
        return;
      }
      live = null;
      notifyAll();
    }
    if (leaving) {
      return;
    }
    listener.connection(Link.LOST, why.map(problem -> problem));
    // Empty if this side closed it, because it had fallen behind.
    boolean passing = why.isEmpty() || Outlook.of(why.get()) == Outlook.PASSING;
    ClientException reason =
        why.<ClientException>map(problem -> problem)
            .orElse(new ClientException("the connection was closed"));
    if (settings.reconnect() && passing) {
      reconnect(reason);
    } else {
      giveUp(reason);
    }
  }

  private void reconnect(ClientException lost) {
    if (System.nanoTime() - connectedAt > STEADY.toNanos()) {
      backoff = new ReconnectBackoff(Providers.random());
    }
    ClientException why = lost;
    while (!leaving) {
      try {
        Duration wait = backoff.next();
        listener.retrying(why, wait);
        Thread.sleep(wait.toMillis());
        resume(connect());
        connectedAt = System.nanoTime();
        listener.connection(Link.CONNECTED, Optional.empty());
        return;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (ClientException e) {
        if (Outlook.of(e) == Outlook.LASTING) {
          giveUp(e);
          return;
        }
        why = e;
      }
    }
  }

  private void resume(LoggedInConnection made) throws ClientException {
    try {
      sync.resume(made.connection(), made.rooms());
      become(made);
    } catch (ClientException e) {
      made.connection().close();
      throw e;
    }
  }

  private void giveUp(ClientException why) {
    synchronized (this) {
      givenUp = why;
      notifyAll();
    }
    listener.connection(Link.GIVEN_UP, Optional.of(why));
  }

  /** From now on an end of the connection is what was wanted. */
  void leaving() {
    leaving = true;
  }

  /** Everything kept so far, after what has arrived has been taken in. */
  List<ReceiptOutcome> drainReceipts(Duration limit) {
    try {
      return thread.submit(() -> List.copyOf(kept)).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | RejectedExecutionException _) {
      return List.of();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  void stop() {
    thread.shutdownNow();
    key.close();
  }
}
