package org.securechat.server.backup;

import java.util.List;

/**
 * What a verification has found in a database.
 *
 * @param rooms with a transcript
 * @param faults a sentence each; empty if everything verifies
 */
record VerificationResult(
    int rooms, long lines, long signatures, long receipts, List<String> faults) {}
