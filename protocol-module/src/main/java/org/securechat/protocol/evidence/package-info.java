/**
 * The evidence that remains after a chat: signed messages, the transcript that chains them,
 * receipts, and bundles that an opponent can check offline.
 *
 * <p>Everything here has one text for one value. Parsers accept exactly what the writers of this
 * package produce, so that a hash or signature over a text leaves no room for a second reading.
 */
package org.securechat.protocol.evidence;
