package org.securechat.protocol.evidence.verify;

import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.TranscriptLine;

/**
 * The line that says that others lost their content.
 *
 * @param line where it is said, and when
 * @param event who did it, and to which lines
 */
public record Erasure(TranscriptLine line, EventPayload event) {}
