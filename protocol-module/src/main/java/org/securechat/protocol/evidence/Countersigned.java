package org.securechat.protocol.evidence;

/**
 * A countersignature in a bundle.
 *
 * @param file of the statement
 */
record Countersigned(String file, Countersignature statement) {}
