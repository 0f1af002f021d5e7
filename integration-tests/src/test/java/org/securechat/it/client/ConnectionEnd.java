package org.securechat.it.client;

import java.util.Optional;
import org.securechat.protocol.wire.AlertCode;

/**
 * How a connection ended.
 *
 * @param alert what the server said last, if it was an alert
 * @param closed whether the server said Close
 * @param reason for the test's report
 */
public record ConnectionEnd(Optional<AlertCode> alert, boolean closed, String reason) {}
