package org.securechat.server.certificate;

import java.time.Instant;

/**
 * What an administrator has said when revoking a certificate.
 *
 * @param reason a name of {@link RevocationReason}
 * @param note what else there is to say; may be empty
 * @param by the administrator's name
 * @param at when
 */
public record Revoked(String reason, String note, String by, Instant at) {}
