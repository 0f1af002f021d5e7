/**
 * The embedded H2, with a redo log in front of it. H2 writes all pages that a commit changed, which
 * is 24 KiB for a line that comes alone, and knows no other way to have a commit on the disk. Here
 * it keeps the commits of the ledger's writer in memory for some seconds, while a file beside the
 * database holds what repeats them. Every other commit is forced onto the disk with all that came
 * before it.
 *
 * <p>Everything that opens the database through {@link
 * org.securechat.server.embedded.EmbeddedDatabase} gets it with nothing missing: the log is applied
 * before the first connection is handed out.
 */
package org.securechat.server.embedded;
