package org.securechat.server.admin.export;

import java.util.UUID;

/**
 * Some lines of a room's transcript.
 *
 * @param first position of the first line, from 1
 * @param last position of the last; first - 1 if there is none
 */
public record PositionRange(UUID roomId, String roomName, long first, long last) {}
