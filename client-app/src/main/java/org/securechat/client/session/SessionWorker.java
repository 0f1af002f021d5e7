package org.securechat.client.session;

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
import org.securechat.client.connection.Backoff;
import org.securechat.client.connection.ChatConnection;
import org.securechat.client.connection.ConnectionProblem;
import org.securechat.client.connection.RequestRefused;
import org.securechat.client.problem.Problem;
import org.securechat.client.session.SessionListener.Link;
import org.securechat.protocol.application.ErrorCode;
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

  private final SessionSettings settings;
  private final SessionListener listener;
  private final Following following;
  private final ReceiptKeeper receipts;
  private final LoginKey key;
  private final ThreadPoolExecutor thread;
  private final List<ReceiptOutcome> kept = new ArrayList<>();

  /** Guarded by this object's monitor, which is notified of every change. */
  private LiveConnection live;

  private Problem givenUp;
  private volatile boolean leaving;
  private volatile String user;

  /** Something to be done with the rooms. */
  interface Task<T> {
    T with(Following following) throws Problem;
  }

  SessionWorker(SessionSettings settings, SessionListener listener, boolean everything)
      throws Problem {
    this.settings = settings;
    this.listener = listener;
    this.following = new Following(settings, listener, everything);
    this.receipts = new ReceiptKeeper(settings, following.account());
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
  void start() throws Problem {
    call(any -> {
      become(connect());
      return null;
    });
  }

  private LiveConnection connect() throws Problem {
    Wire wire = new Wire();
    LiveConnection made = LiveConnection.open(settings, key, wire);
    wire.live = made;
    user = made.user();
    return made;
  }

  private synchronized void become(LiveConnection made) {
    live = made;
    notifyAll();
  }

  String user() {
    return user;
  }

  synchronized Optional<LiveConnection> present() {
    return Optional.ofNullable(live);
  }

  /** The connection; waits for it to come back if it is away. */
  LiveConnection live(Duration limit) throws Problem {
    return awaitOtherThan(null, limit);
  }

  /** The first connection that is not that one. */
  synchronized LiveConnection awaitOtherThan(LiveConnection old, Duration limit) throws Problem {
    long deadline = System.nanoTime() + limit.toNanos();
    while (live == null || live == old) {
      if (givenUp != null) {
        throw givenUp;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0 || !settings.reconnect()) {
        throw new Problem("there is no connection to the server", "Try again in a moment.");
      }
      try {
        wait(left);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new Problem("interrupted", "");
      }
    }
    return live;
  }

  /** Runs a task on the session's thread and waits for it. */
  <T> T call(Task<T> task) throws Problem {
    try {
      Future<T> result = thread.submit(() -> task.with(following));
      return result.get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Problem problem) {
        throw problem;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (TimeoutException late) {
      throw new Problem("this takes too long", "Try again.", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Problem("interrupted", "");
    } catch (RejectedExecutionException over) {
      throw new Problem("the session is over", "");
    }
  }

  /** Hears one connection. */
  private final class Wire implements ChatConnection.Listener {
    private volatile LiveConnection live;

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
      LiveConnection behind = live;
      if (behind != null) {
        behind.connection().close();
      }
    }

    @Override
    public void ended(Optional<ConnectionProblem> why) {
      later(() -> lost(live, why));
    }

    private void later(Step step) {
      try {
        thread.execute(() -> {
          if (live != null) {
            guarded(step);
          }
        });
      } catch (RejectedExecutionException over) {
        // The session has ended; nobody listens any more.
      }
    }
  }

  private interface Step {
    void run() throws Problem;
  }

  private void guarded(Step step) {
    try {
      step.run();
    } catch (ConnectionProblem lost) {
      // Its end is reported by itself.
    } catch (Problem problem) {
      listener.trouble(problem);
    }
  }

  private void take(LiveConnection from, ServerMessage message) throws Problem {
    if (message instanceof ServerMessage.MessagePush push) {
      following.arrived(from.connection(), push.entry());
    } else if (message instanceof ServerMessage.Presence presence) {
      listener.presence(presence.user(), presence.room(), presence.online());
    } else if (message instanceof ServerMessage.Notice notice) {
      listener.notice(notice.text());
    } else if (message instanceof ServerMessage.ReceiptMessage receipt) {
      keep(from.connection().session(), receipt);
    }
  }

  /** Checks and keeps a receipt. On the session's thread. */
  ReceiptOutcome keep(String session, ServerMessage.ReceiptMessage message) throws Problem {
    try {
      Receipt receipt = Receipt.parse(message.receipt());
      ReceiptOutcome outcome =
          receipts.keep(message, receipt, user, session, following.room(receipt.room()));
      kept.add(outcome);
      listener.receipt(outcome);
      return outcome;
    } catch (EvidenceException malformed) {
      throw new Problem("the server sent a receipt that is none: " + malformed.getMessage(), "");
    }
  }

  private void lost(LiveConnection gone, Optional<ConnectionProblem> why) throws Problem {
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
    if (settings.reconnect() && !(why.isPresent() && why.get().lasting())) {
      reconnect();
    } else {
      giveUp(why.map(problem -> (Problem) problem).orElse(new Problem("disconnected", "")));
    }
  }

  private void reconnect() throws Problem {
    Backoff backoff = new Backoff(Providers.random());
    while (!leaving) {
      try {
        Thread.sleep(backoff.next().toMillis());
        resume(connect());
        listener.connection(Link.CONNECTED, Optional.empty());
        return;
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      } catch (Problem problem) {
        if (isLasting(problem)) {
          giveUp(problem);
          return;
        }
      }
    }
  }

  private void resume(LiveConnection made) throws Problem {
    try {
      following.resume(made.connection(), made.rooms());
      become(made);
    } catch (Problem failed) {
      made.connection().close();
      throw failed;
    }
  }

  private static boolean isLasting(Problem problem) {
    if (problem instanceof ConnectionProblem connection) {
      return connection.lasting();
    }
    return !(problem instanceof RequestRefused refused)
        || refused.error() != ErrorCode.UNAVAILABLE && refused.error() != ErrorCode.RATE_LIMITED;
  }

  private void giveUp(Problem why) {
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
    } catch (ExecutionException | TimeoutException | RejectedExecutionException failed) {
      return List.of();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  void stop() {
    thread.shutdownNow();
    key.close();
  }
}
