package org.securechat.server.ledger;

/**
 * A line that is in the transcript for good.
 *
 * @param append what was asked for
 * @param entry what was written
 */
public record CommittedLine(LineRequest append, LedgerEntry entry) {}
