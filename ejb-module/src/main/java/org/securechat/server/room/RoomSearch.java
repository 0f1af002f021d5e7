package org.securechat.server.room;

import java.util.Optional;
import org.securechat.protocol.application.Visibility;

/**
 * Which rooms an administrator wants to see.
 *
 * @param text part of the name, in lower case; empty for all
 * @param visibility empty for all
 * @param archived empty for both
 * @param after the name behind which the list begins; empty for its beginning
 * @param limit most rooms, at least 1
 */
public record RoomSearch(
    String text,
    Optional<Visibility> visibility,
    Optional<Boolean> archived,
    String after,
    int limit) {}
