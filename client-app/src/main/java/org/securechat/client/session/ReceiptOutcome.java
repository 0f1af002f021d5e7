package org.securechat.client.session;

import java.nio.file.Path;
import java.util.List;

/**
 * A receipt that was kept and what this client's own chain says to it.
 *
 * @param room the room's name
 * @param first the first line it covers
 * @param last the last one; {@code first - 1} if it covers none
 * @param compared up to which line it could be compared; less than {@code last} if the server has
 *     not delivered the rest yet
 * @param folder where {@code receipt.json} and {@code receipt.sig} are
 * @param faults what does not hold; empty if it is right
 */
public record ReceiptOutcome(
    String room, long first, long last, long compared, Path folder, List<String> faults) {
  /** Copies the faults. */
  public ReceiptOutcome {
    faults = List.copyOf(faults);
  }

  /** Whether signature and chain both hold, and all that it covers could be compared. */
  public boolean verified() {
    return faults.isEmpty() && compared >= last;
  }
}
