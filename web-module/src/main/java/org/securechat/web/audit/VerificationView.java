package org.securechat.web.audit;

import java.time.Instant;
import org.securechat.server.audit.AuditVerification;
import org.securechat.server.ledger.TranscriptLedger.ChainFault;

/**
 * What a verification has found.
 *
 * @param intact whether every line is the one that was written, and can be found
 * @param lines how many were verified
 * @param chain the chain value after the last; null, and so absent, if the chain is broken
 * @param faultPosition where it fails; null, and so absent, if it does not
 * @param fault why; null, and so absent, if it does not
 */
public record VerificationView(
    boolean intact,
    Instant verifiedAt,
    long lines,
    String chain,
    Long faultPosition,
    String fault) {

  static VerificationView of(AuditVerification verification) {
    return new VerificationView(
        verification.fault().isEmpty(),
        verification.verifiedAt(),
        verification.lines(),
        verification.chain().isEmpty() ? null : verification.chain(),
        verification.fault().map(ChainFault::position).orElse(null),
        verification.fault().map(ChainFault::reason).orElse(null));
  }
}
