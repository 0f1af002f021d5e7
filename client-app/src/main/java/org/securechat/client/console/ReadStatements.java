package org.securechat.client.console;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.securechat.client.ClientException;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.Draft;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.UnknownFateException;
import org.securechat.protocol.application.ErrorCode;

/**
 * States what was read, as {@link ReadPlan} has it, on a thread of its own and without a word: who
 * wants to know looks at the room's lines. Thread-safe.
 */
final class ReadStatements implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(2);
  private static final int EARLIER = 500;

  private final ReadPlan plan;
  private final Session session;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().daemon().name("securechat-reads").unstarted(work));

  /** What is asked of a session. */
  interface Session {
    /** The newest lines of a room. */
    List<RoomMessage> recent(String room, int count) throws ClientException;

    /** Sends a statement; why the server did not take it, if so. */
    Optional<ErrorCode> state(String room, long upTo) throws ClientException;

    boolean isConnected();
  }

  ReadStatements(ReadPlan plan, Session session, Clock clock) {
    this.plan = plan;
    this.session = session;
    this.clock = clock;
  }

  /** Statements in a session. */
  static ReadStatements in(ChatSession open, ReadPlan plan, Clock clock) {
    ReadStatements statements =
        new ReadStatements(
            plan,
            new Session() {
              @Override
              public List<RoomMessage> recent(String room, int count) throws ClientException {
                return open.recent(room, count);
              }

              @Override
              public Optional<ErrorCode> state(String room, long upTo) throws ClientException {
                try {
                  open.send(room, Draft.read(upTo));
                  return Optional.empty();
                } catch (RequestRefusedException e) {
                  return Optional.of(e.error());
                }
              }

              @Override
              public boolean isConnected() {
                return open.isConnected();
              }
            },
            clock);
    statements.begin();
    return statements;
  }

  private void begin() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::step, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** States what is due. */
  void step() {
    for (ReadPlan.Due due : plan.due(clock.instant())) {
      if (!session.isConnected()) {
        return;
      }
      if (due.known()) {
        state(due);
      } else {
        learn(due.room());
      }
    }
  }

  /** What this user has stated before, perhaps elsewhere, and whether the room is archived. */
  private void learn(String room) {
    try {
      plan.known(room, Optional.of(session.recent(room, EARLIER)));
    } catch (ClientException _) {
      plan.known(room, Optional.empty());
    }
  }

  private void state(ReadPlan.Due due) {
    try {
      Optional<ErrorCode> refusal = session.state(due.room(), due.upTo());
      if (refusal.isEmpty()) {
        plan.stated(due, clock.instant());
      } else if (refusal.get() == ErrorCode.RATE_LIMITED
          || refusal.get() == ErrorCode.UNAVAILABLE) {
        plan.later(due, clock.instant());
      } else {
        plan.refused(due, clock.instant());
      }
    } catch (UnknownFateException _) {
      plan.stated(due, clock.instant());
    } catch (ClientException _) {
      // There is no connection, or the server knows no such kind: nobody waits for it.
      plan.later(due, clock.instant());
    }
  }

  @Override
  public void close() {
    var _ = thread.shutdownNow();
  }
}
