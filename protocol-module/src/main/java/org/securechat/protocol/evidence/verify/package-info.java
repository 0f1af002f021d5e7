/**
 * The verifier of evidence bundles, which needs no server and trusts none (PROTOCOL.md §11.2).
 *
 * <p>Each class of checks is one of the steps; {@link
 * org.securechat.protocol.evidence.verify.EvidenceVerifier} puts them in their order.
 */
package org.securechat.protocol.evidence.verify;
