/**
 * The server's signature under what happened: events in transcripts, heads of chains, and receipts
 * that people take away.
 *
 * <pre>
 * issued_receipt  every receipt as it was handed out, and the member's countersignature if given
 * </pre>
 *
 * <p>The key is one of its own, never the handshake's: a receipt must stay good when the server's
 * name or certificate changes, and a stolen handshake key must not make receipts.
 */
package org.securechat.server.receipt;
