package org.securechat.server.ledger;

/**
 * Where a stored transcript is not what was written.
 *
 * @param position of the line at which it was noticed
 * @param reason in words, without content
 */
public record ChainFault(long position, String reason) {}
