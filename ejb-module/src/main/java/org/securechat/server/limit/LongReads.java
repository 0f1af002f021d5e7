package org.securechat.server.limit;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * What administrators ask for and takes as long as a record is: few at once, so that they take
 * neither the cores nor the threads of the administration from everybody else. Thread-safe.
 */
@ApplicationScoped
public class LongReads {
  private static final int PLACES = 2;
  private static final int WAITING = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Gate gate;

  public LongReads() {
    this(new Gate(PLACES, WAITING, PATIENCE));
  }

  LongReads(Gate gate) {
    this.gate = gate;
  }

  /** A place that the caller has until it closes it. */
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for a place.
   *
   * @throws LaneException {@code FULL}
   */
  public Place enter() {
    if (!gate.enter()) {
      throw new LaneException(LaneException.Reason.FULL, "long reads");
    }
    return gate::leave;
  }
}
