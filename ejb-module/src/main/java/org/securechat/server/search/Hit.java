package org.securechat.server.search;

import java.time.Instant;

/**
 * A message that was found.
 *
 * @param sender as the record names them
 */
public record Hit(long position, Instant receivedAt, String sender, Excerpt excerpt) {}
