package org.securechat.server.audit;

import java.time.Instant;
import java.util.Optional;
import org.securechat.server.ledger.TranscriptLedger.ChainFault;

/**
 * What a verification of the whole audit log has found.
 *
 * @param verifiedAt when it began
 * @param lines how many lines were verified
 * @param chain the chain value after the last of them, lower-case hex
 * @param fault where the log is not what was written, or where the index leads astray
 */
public record AuditVerification(
    Instant verifiedAt, long lines, String chain, Optional<ChainFault> fault) {}
