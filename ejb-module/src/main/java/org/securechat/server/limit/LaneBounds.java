package org.securechat.server.limit;

import java.time.Duration;

/**
 * How much a lane does at once, and how much may wait for it.
 *
 * @param places jobs that run at the same time
 * @param placesOfOne those of them that one owner may have
 * @param waiting jobs that wait, of all owners
 * @param waitingOfOne those of them that one owner may have
 * @param patience after which a job that waits is refused
 */
public record LaneBounds(
    int places, int placesOfOne, int waiting, int waitingOfOne, Duration patience) {

  public LaneBounds {
    if (placesOfOne < 1 || places < placesOfOne || waitingOfOne < 0 || waiting < waitingOfOne) {
      throw new IllegalArgumentException("bounds that contradict each other");
    }
  }

  /** The same with another number of places. */
  LaneBounds withPlaces(int number) {
    return new LaneBounds(number, placesOfOne, waiting, waitingOfOne, patience);
  }
}
