package org.securechat.protocol.evidence.verify;

import org.securechat.protocol.evidence.Countersignature;

/**
 * A countersignature in a bundle.
 *
 * @param file of the statement
 */
record Countersigned(String file, Countersignature statement) {}
