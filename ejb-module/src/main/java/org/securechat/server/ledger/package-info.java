/**
 * The transcript ledger: who sent what, in which order, durably, and so that no person can change
 * it afterwards without being found out.
 *
 * <pre>
 * ledger_epoch      who may write: every commit updates this row under its own epoch
 * transcript_entry  (room_id, position) one line each, with its chain value and its payload
 * certificate_record  the certificates that the lines name, once each
 * room_head         the end of a room's chain, and the last end that the receipt key signed
 * </pre>
 *
 * <p>The threading law: one writer thread assigns positions and commits groups; it alone calls
 * commit listeners. Any thread may append and read. A thread that appends holds no transaction
 * while waiting for the answer.
 *
 * <p>The acknowledgement law: a stage completes normally only when its line is in the database and
 * the database has synchronised its file. When the outcome of a commit is not known, nothing is
 * answered until the database has been asked, and while it cannot be asked, nothing is written.
 */
package org.securechat.server.ledger;
