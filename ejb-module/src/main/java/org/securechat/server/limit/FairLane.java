package org.securechat.server.limit;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.securechat.server.limit.LaneException.Reason;

/**
 * Does the heavy work of many owners side by side, so that it can hold up nothing but itself. A few
 * jobs run at once; the others wait, in order for each owner, and the owners take turns: an owner
 * with a thousand jobs delays another by one job and not by a thousand. What cannot be done in time
 * is refused. Thread-safe; jobs are called without the lock.
 */
public final class FairLane {

  /** What is to be done. One of the two methods is called, once. */
  public interface Job {
    void run();

    /** It will not be run. */
    void refused(LaneException reason);
  }

  private final String name;
  private final LaneBounds bounds;
  private final Executor threads;
  private final Clock clock;

  /** Owners with work that waits or runs; the first is the next to have a turn. */
  private final Map<Object, Share> shares = new LinkedHashMap<>();

  /** How often each reason was given. */
  private final Map<Reason, Long> refusals = new EnumMap<>(Reason.class);

  private int running;
  private int waiting;
  private long done;
  private boolean closed;

  /**
   * @param name what the lane is for, as its refusals say it
   * @param threads has as many threads as the lane has places
   */
  public FairLane(String name, LaneBounds bounds, Executor threads, Clock clock) {
    this.name = name;
    this.bounds = bounds;
    this.threads = threads;
    this.clock = clock;
  }

  /**
   * Has a job run when it is its turn, at once if there is a place.
   *
   * @param owner whose work it is
   * @throws LaneException if as much waits already as may wait; then nothing is called
   */
  public void submit(Object owner, Job job) {
    synchronized (this) {
      if (closed) {
        throw refusal(Reason.CLOSED);
      }
      Share share = shares.get(owner);
      int mine = share == null ? 0 : share.waiting.size();
      if (!hasPlaceFor(share)) {
        if (mine >= bounds.waitingOfOne()) {
          throw refusal(Reason.TOO_MUCH_OF_ONE);
        }
        if (waiting >= bounds.waiting()) {
          throw refusal(Reason.FULL);
        }
      }
      shares.computeIfAbsent(owner, _ -> new Share()).waiting.add(new Waiting(job, clock.millis()));
      waiting++;
    }
    startNext();
  }

  private boolean hasPlaceFor(Share share) {
    return running < bounds.places()
        && (share == null || (share.waiting.isEmpty() && share.running < bounds.placesOfOne()));
  }

  private void startNext() {
    Turn next = next();
    if (next != null) {
      try {
        threads.execute(() -> run(next));
      } catch (RejectedExecutionException e) {
        // Its threads have ended, so nothing that waits will run either.
        ended(next.owner());
        next.job().refused(refusal(Reason.CLOSED));
        close();
      }
    }
  }

  /** The job whose turn it is, with its place taken; null if there is no job or no place. */
  private synchronized Turn next() {
    if (closed || running >= bounds.places()) {
      return null;
    }
    for (Map.Entry<Object, Share> entry : shares.entrySet()) {
      Share share = entry.getValue();
      if (share.running < bounds.placesOfOne() && !share.waiting.isEmpty()) {
        return turn(entry.getKey(), share);
      }
    }
    return null;
  }

  private Turn turn(Object owner, Share share) {
    share.running++;
    running++;
    waiting--;
    shares.remove(owner);
    shares.put(owner, share); // Its next turn comes after all others'.
    return new Turn(owner, share.waiting.remove().job());
  }

  private void run(Turn turn) {
    try {
      turn.job().run();
    } finally {
      ended(turn.owner());
      startNext();
    }
  }

  private synchronized void ended(Object owner) {
    done++;
    running--;
    Share share = shares.get(owner);
    share.running--;
    if (share.running == 0 && share.waiting.isEmpty()) {
      shares.remove(owner);
    }
  }

  /** Refuses what has waited for too long. Called from time to time. */
  public void refuseLate() {
    refuse(takeOlderThan(clock.millis() - bounds.patience().toMillis()), Reason.WAITED_TOO_LONG);
  }

  /** Refuses whatever waits, and takes nothing more; what runs comes to its end. */
  public void close() {
    synchronized (this) {
      closed = true;
    }
    refuse(takeOlderThan(Long.MAX_VALUE), Reason.CLOSED);
  }

  private synchronized List<Job> takeOlderThan(long millis) {
    List<Job> taken = new ArrayList<>();
    Iterator<Share> all = shares.values().iterator();
    while (all.hasNext()) {
      Share share = all.next();
      while (!share.waiting.isEmpty() && share.waiting.element().since() <= millis) {
        taken.add(share.waiting.remove().job());
        waiting--;
      }
      if (share.running == 0 && share.waiting.isEmpty()) {
        all.remove();
      }
    }
    return taken;
  }

  private void refuse(List<Job> jobs, Reason reason) {
    jobs.forEach(job -> job.refused(refusal(reason)));
  }

  private synchronized LaneException refusal(Reason reason) {
    refusals.merge(reason, 1L, Long::sum);
    return new LaneException(reason, name);
  }

  /** How many jobs run now. */
  public synchronized int running() {
    return running;
  }

  /** How many jobs wait now. */
  public synchronized int waiting() {
    return waiting;
  }

  /** How many jobs have had a place and given it back. */
  public synchronized long done() {
    return done;
  }

  /** How many jobs were refused, for each reason that was given. */
  public synchronized Map<Reason, Long> refusals() {
    return Map.copyOf(refusals);
  }

  private record Turn(Object owner, Job job) {}

  private record Waiting(Job job, long since) {}

  private static final class Share {
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int running;
  }
}
