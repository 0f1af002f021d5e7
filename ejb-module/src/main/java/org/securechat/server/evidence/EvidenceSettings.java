package org.securechat.server.evidence;

import java.nio.file.Path;

/**
 * Where the files are that a bundle takes along.
 *
 * @param authorities the certificates of the authorities, PEM, that of the receipt key's first
 */
public record EvidenceSettings(Path authorities) {}
