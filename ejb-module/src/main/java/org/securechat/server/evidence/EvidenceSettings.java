package org.securechat.server.evidence;

import java.nio.file.Path;

/**
 * Where the files are that a bundle takes along.
 *
 * @param authorities the certificates of the authorities, PEM
 * @param revocationLists their revocation lists, PEM; the file may be missing
 */
public record EvidenceSettings(Path authorities, Path revocationLists) {}
