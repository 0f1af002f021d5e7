package org.securechat.server.room;

import java.time.Instant;
import java.util.UUID;

/** A user who is in a room. */
public record Member(
    UUID userId, String username, boolean owner, boolean isBot, Instant joinedAt) {}
