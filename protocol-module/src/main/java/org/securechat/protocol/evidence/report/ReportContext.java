package org.securechat.protocol.evidence.report;

import java.time.Instant;
import java.util.Optional;

/**
 * How a report came about. Two reports of one bundle in the same context are the same bytes.
 *
 * @param program which program verified, with its version
 * @param at when; empty for a report that was made with the bundle, which then depends on nothing
 *     but its evidence
 * @param authorityFrom where the authorities' certificates came from, as a phrase
 * @param packed whether it lies in the bundle that it is about, and so proves nothing
 * @param limit bytes of the longest page; what does not fit is left out with a word
 */
public record ReportContext(
    String program, Optional<Instant> at, String authorityFrom, boolean packed, long limit) {

  /** Bytes of the longest report in a bundle. */
  public static final long PACKED_LIMIT = 8L << 20;

  /** For a report that a reader has made, of any length. */
  public static ReportContext asked(String program, Instant at, String authorityFrom) {
    return new ReportContext(program, Optional.of(at), authorityFrom, false, Long.MAX_VALUE);
  }

  /** For a report that is packed with its bundle. */
  public static ReportContext packed(String program, String authorityFrom) {
    return new ReportContext(program, Optional.empty(), authorityFrom, true, PACKED_LIMIT);
  }
}
