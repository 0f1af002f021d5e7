package org.securechat.client.administration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What the server has answered to a request that it did not refuse.
 *
 * @param body the JSON object; empty if there was none
 * @param tag the {@code ETag}, as a change has to quote it
 */
public record AdminAnswer(ObjectNode body, Optional<String> tag) {}
