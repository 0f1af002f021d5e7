/**
 * What the database cannot take back: where the transcripts of all rooms ended, signed by the
 * receipt key and kept in files outside the database (PROTOCOL.md §9.5).
 *
 * <p>Everything that proves the record lies in one database, so who can put an older database in
 * its place could undo what was said without leaving a trace. The files remember. A start compares
 * the database with them, and with a file that the operator has kept elsewhere, and goes on only if
 * the database holds at least what they say.
 *
 * <p>The threading law: the ledger's writer notes which rooms went on, and nothing more. One thread
 * of this package signs and writes files, at an interval; what it does in one round grows with the
 * rooms that went on since then. Nothing waits for it.
 */
package org.securechat.server.heads;
