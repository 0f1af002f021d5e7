/**
 * Certificates after they were accepted: what is known of their revocation, where that knowledge
 * comes from, and what follows for open sessions.
 *
 * <p>{@link org.securechat.server.certificate.RevocationSources} puts the sources together for the
 * handshake's rules; {@link org.securechat.server.certificate.RevocationSweep} looks at open
 * sessions again and again with the same rules.
 */
package org.securechat.server.certificate;
