package org.securechat.client.pki.est;

import java.time.Duration;

/**
 * How long an EST server may take.
 *
 * @param connecting for the connection to come about
 * @param answering for one whole answer
 * @param deciding for the authority to decide, over all the times that it asks to be asked again
 * @param pause waits
 */
public record EstPatience(Duration connecting, Duration answering, Duration deciding, Pause pause) {

  /** Waits for a while. */
  @FunctionalInterface
  public interface Pause {
    /** Returns after that time. */
    void of(Duration time) throws InterruptedException;
  }

  /** Of a person who waits for it. */
  public static EstPatience ofPerson(Duration deciding) {
    return new EstPatience(Duration.ofSeconds(10), Duration.ofSeconds(30), deciding, Thread::sleep);
  }

  /** Of somebody who wants to chat and not to wait. */
  public static EstPatience ofStart() {
    return new EstPatience(
        Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ZERO, Thread::sleep);
  }
}
