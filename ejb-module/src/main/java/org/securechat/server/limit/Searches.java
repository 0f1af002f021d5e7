package org.securechat.server.limit;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What administrators look for over whole tables: few searches at once, few that wait, and of each
 * administrator only some of these, so that a program that searches without end takes neither the
 * database nor the threads of the administration from others. How long one may take the repository
 * says. Thread-safe.
 */
@ApplicationScoped
public class Searches {
  private static final int PLACES = 2;
  private static final int WAITING = 8;
  private static final int OF_ONE = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Gate gate;
  private final Map<String, Integer> present = new HashMap<>();

  public Searches() {
    this(new Gate(PLACES, WAITING, PATIENCE));
  }

  Searches(Gate gate) {
    this.gate = gate;
  }

  /**
   * Searches when there is a place.
   *
   * @param owner whose search it is
   * @throws LaneException {@code TOO_MUCH_OF_ONE}, {@code FULL}
   */
  public <T> T run(String owner, Supplier<T> search) {
    begin(owner);
    try {
      if (!gate.enter()) {
        throw new LaneException(LaneException.Reason.FULL, "searches");
      }
      try {
        return search.get();
      } finally {
        gate.leave();
      }
    } finally {
      end(owner);
    }
  }

  private synchronized void begin(String owner) {
    int mine = present.getOrDefault(owner, 0);
    if (mine >= OF_ONE) {
      throw new LaneException(LaneException.Reason.TOO_MUCH_OF_ONE, "searches");
    }
    present.put(owner, mine + 1);
  }

  private synchronized void end(String owner) {
    present.computeIfPresent(owner, (_, mine) -> mine > 1 ? mine - 1 : null);
  }
}
