/**
 * The audit log: who did what to whom, when and from where.
 *
 * <p>It is a transcript in the ledger, under an id that no room has and a name that no room can
 * have, in which only the server speaks. So its lines are chained, its heads signed, its start
 * checked, and its exports verified in the same way as a conversation's. The table {@code
 * audit_index} finds lines; what a line says is always read from the transcript.
 */
package org.securechat.server.audit;
