package org.securechat.server.evidence;

import org.securechat.protocol.identity.RevocationPolicy;

/**
 * How a bundle is judged for its report.
 *
 * @param policy what logins may lack of revocation lists
 */
public record EvidenceSettings(RevocationPolicy policy) {}
