package org.securechat.client.session;

import java.util.Objects;

/**
 * A fault that was found.
 *
 * @param detail what exactly, or empty
 */
public record Finding(Fault fault, String detail) {
  /** Rejects missing parts. */
  public Finding {
    Objects.requireNonNull(fault);
    Objects.requireNonNull(detail);
  }

  static Finding of(Fault fault) {
    return new Finding(fault, "");
  }

  @Override
  public String toString() {
    return detail.isEmpty() ? fault.meaning() : fault.meaning() + ": " + detail;
  }
}
