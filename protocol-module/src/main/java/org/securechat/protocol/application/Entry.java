package org.securechat.protocol.application;

import java.util.Optional;
import org.securechat.protocol.evidence.SignedMessage;

/**
 * One line of a room's transcript with its message: an element of a history, and the content of a
 * {@code message} push.
 *
 * @param room the room's name
 * @param position the line's position, from 1
 * @param receivedAt when the server accepted it; the same text as in the line
 * @param line the transcript line, without end of line; see {@link
 *     org.securechat.protocol.evidence.TranscriptLine}
 * @param chain hexadecimal chain value after this line
 * @param message payload and signature; empty once it has been erased
 */
public record Entry(
    String room,
    long position,
    String receivedAt,
    String line,
    String chain,
    Optional<SignedMessage> message) {}
