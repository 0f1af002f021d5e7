package org.securechat.client.console;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.securechat.client.ClientException;
import org.securechat.client.session.Draft;
import org.securechat.client.session.NotSentException;

/**
 * What was typed, from then until it is in the record: sent in order, one after the other. What is
 * typed while there is no connection waits here until there is one. Thread-safe.
 */
final class WaitingLines implements AutoCloseable {
  /** More than a person types in an outage. */
  static final int MOST = 200;

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration END = Duration.ofSeconds(5);

  private final Sender sender;
  private final Report report;
  private final Thread thread;

  /** Guarded by this object's monitor, as all lines are. */
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private boolean closed;

  /**
   * A line that was typed.
   *
   * @param room where
   * @param user the other one, in a direct room
   */
  record Line(String room, Optional<String> user, Draft draft) {
    /** What its author is told of it. */
    String summary() {
      return draft.summary();
    }
  }

  /** Sends lines. */
  interface Sender {
    /** Returns once the line is in the record, or throws. */
    void send(Line line) throws ClientException;

    boolean isConnected();

    /** Waits for a connection; false if there is none after that time. */
    boolean awaitConnection(Duration limit);
  }

  /** What the user is told of a line whose fate is not told to who typed it at once. */
  interface Report {
    /**
     * There is no connection: it is sent when there is one.
     *
     * @param position among those that wait, from 1 on
     */
    void waits(Line line, int position);

    void failed(Line line, ClientException why);

    /** It waits no longer, whatever became of it. */
    default void settled(Line line) {}
  }

  private static final class Waiting {
    private final Line line;
    private boolean done;
    private ClientException failure;

    /** Whether it is on its way; what becomes of it then is told by the session. */
    private boolean trying;

    /** Whether its user types on meanwhile. */
    private boolean left;

    Waiting(Line line) {
      this.line = line;
    }
  }

  WaitingLines(Sender sender, Report report) {
    this.sender = sender;
    this.report = report;
    this.thread = Thread.ofPlatform().daemon().name("securechat-outbox").start(this::run);
  }

  /**
   * Sends a line behind those that wait. Returns when it is in the record, or has to wait for a
   * connection.
   *
   * @throws ClientException if it was refused, or if too many wait
   */
  void say(Line line) throws ClientException {
    Waiting mine = new Waiting(line);
    int position;
    boolean untold;
    synchronized (this) {
      requireRoom();
      waiting.add(mine);
      notifyAll();
      while (!mine.done && sender.isConnected()) {
        pause(LOOK);
      }
      if (mine.failure != null) {
        throw mine.failure;
      }
      mine.left = !mine.done;
      untold = mine.left && !mine.trying;
      position = waiting.size();
    }
    if (untold) {
      report.waits(line, position);
    }
  }

  /**
   * As {@link #say}, without waiting for what becomes of it: that is reported.
   *
   * @throws ClientException if too many wait
   */
  void add(Line line) throws ClientException {
    Waiting mine = new Waiting(line);
    mine.left = true;
    int position;
    synchronized (this) {
      requireRoom();
      waiting.add(mine);
      notifyAll();
      position = waiting.size();
    }
    if (!sender.isConnected()) {
      report.waits(line, position);
    }
  }

  private synchronized void requireRoom() throws ClientException {
    if (waiting.size() >= MOST) {
      throw new ClientException(
          MOST + " lines wait to be sent already", "Wait until there is a connection again.");
    }
  }

  private synchronized void pause(Duration limit) throws ClientException {
    try {
      TimeUnit.MILLISECONDS.timedWait(this, limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException("interrupted");
    }
  }

  private void run() {
    try {
      Waiting next = next();
      while (next != null) {
        if (sender.awaitConnection(LOOK)) {
          attempt(next);
        }
        next = next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The first one, when there is one; null at the end. */
  private synchronized Waiting next() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    return closed ? null : waiting.peek();
  }

  private void attempt(Waiting next) throws InterruptedException {
    ClientException failure = null;
    trying(next, true);
    try {
      sender.send(next.line);
    } catch (NotSentException e) {
      trying(next, false);
      synchronized (this) {
        // Not at once: what has just failed may fail as quickly again.
        TimeUnit.MILLISECONDS.timedWait(this, closed ? 0 : LOOK.toMillis());
      }
      return;
    } catch (ClientException e) {
      failure = e;
    }
    boolean late;
    synchronized (this) {
      waiting.remove(next);
      next.done = true;
      next.failure = failure;
      late = next.left;
      notifyAll();
    }
    if (late && failure != null) {
      report.failed(next.line, failure);
    }
    report.settled(next.line);
  }

  private synchronized void trying(Waiting one, boolean isTried) {
    one.trying = isTried;
  }

  /** Waits until none waits any more, but not longer than that. */
  synchronized void awaitEmpty(Duration limit) throws ClientException {
    long deadline = System.nanoTime() + limit.toNanos();
    long left = limit.toMillis();
    while (!waiting.isEmpty() && left > 0) {
      pause(Duration.ofMillis(left));
      left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
  }

  /** Those that are not in the record, as far as is known, in order. */
  synchronized List<Line> lines() {
    return waiting.stream().map(entry -> entry.line).toList();
  }

  @Override
  public void close() {
    stop();
  }

  /** Sends nothing more. What is on its way may still be recorded. */
  void stop() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
    try {
      thread.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
