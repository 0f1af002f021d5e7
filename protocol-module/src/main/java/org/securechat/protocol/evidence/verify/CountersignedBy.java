package org.securechat.protocol.evidence.verify;

import java.util.List;
import org.securechat.protocol.evidence.Countersignature;

/**
 * A member's statement in a bundle about its receipt.
 *
 * @param faults which checks of it did not pass, in the verifier's words; empty if it is good
 */
public record CountersignedBy(Countersignature statement, List<String> faults) {
  /** Keeps a copy of the list. */
  public CountersignedBy {
    faults = List.copyOf(faults);
  }
}
