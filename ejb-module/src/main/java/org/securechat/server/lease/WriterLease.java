package org.securechat.server.lease;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Looks at a start whether another server writes to the database. No two servers' clocks are
 * compared: the holder changes its row as long as it lives, and this server waits by its own clock
 * for a change.
 */
@Dependent
public class WriterLease {
  private final Supplier<Optional<Holding>> stored;
  private final LeaseSettings settings;

  @Inject
  public WriterLease(DataSource database, LeaseSettings settings) {
    this(new StoredHolding(database)::read, settings);
  }

  WriterLease(Supplier<Optional<Holding>> stored, LeaseSettings settings) {
    this.stored = stored;
    this.settings = settings;
  }

  /**
   * Waits, as long as the lease at most, until it is known whether the holder lives. Changes
   * nothing.
   *
   * @return the holder that lives, and from which the operator takes the database
   * @throws LeaseException if the holder lives and is to be left alone, or the database gives no
   *     answer
   */
  public Optional<String> examine() {
    Optional<Holding> first = stored.get();
    Optional<String> holder = first.flatMap(Holding::holder).filter(this::isAnother);
    if (holder.isEmpty()) {
      return Optional.empty();
    }
    if (!showsLife(first.get())) {
      LeaseLog.dead(holder.get());
      return Optional.empty();
    }
    if (!settings.takeOver()) {
      throw new LeaseException(
          "another server writes to this database: "
              + holder.get()
              + "; stop it first, or take the database from it with --take-over");
    }
    LeaseLog.taken(holder.get());
    return holder;
  }

  private boolean isAnother(String holder) {
    return !holder.equals(settings.holder());
  }

  private boolean showsLife(Holding first) {
    LeaseLog.waiting(first.holder().orElseThrow(), settings.lease().toSeconds());
    long end = System.nanoTime() + settings.lease().toNanos();
    while (System.nanoTime() - end < 0) {
      pause();
      if (stored.get().filter(now -> now.isSignOfLife(first)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private void pause() {
    try {
      Thread.sleep(settings.pause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LeaseException("the start was interrupted", e);
    }
  }
}
