package org.securechat.server.ledger;

import java.util.UUID;

/**
 * The end of a room's chain.
 *
 * @param position of the last line; 0 for a room without one
 * @param chain its chain value, lower-case hex; the genesis value for a room without lines
 */
public record Head(UUID roomId, long position, String chain) {}
