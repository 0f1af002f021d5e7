package org.securechat.client.session;

import java.util.Objects;

/**
 * A fault that was found.
 *
 * @param detail what exactly, or empty
 */
public record TranscriptFinding(Fault fault, String detail) {
  /** Rejects missing parts. */
  public TranscriptFinding {
    Objects.requireNonNull(fault);
    Objects.requireNonNull(detail);
  }

  static TranscriptFinding of(Fault fault) {
    return new TranscriptFinding(fault, "");
  }

  @Override
  public String toString() {
    return detail.isEmpty() ? fault.meaning() : fault.meaning() + ": " + detail;
  }
}
