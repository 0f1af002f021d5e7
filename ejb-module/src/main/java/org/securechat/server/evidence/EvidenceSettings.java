package org.securechat.server.evidence;

import java.nio.file.Path;
import org.securechat.protocol.identity.RevocationPolicy;

/**
 * Where the files are that a bundle takes along, and how it is judged for its report.
 *
 * @param authorities the certificates of the authorities, PEM, that of the receipt key's first
 * @param policy what logins may lack of revocation lists
 */
public record EvidenceSettings(Path authorities, RevocationPolicy policy) {}
