/**
 * Several servers on one database.
 *
 * <p>What must be right is in the database: a commit locks the heads of its rooms and the sessions
 * of its lines, whichever server makes it (ADR 0060). What must be quick is a hint: a datagram from
 * the server that has committed to all others, which then look into the database. A hint that is
 * lost, doubled or late changes nothing but how soon they look.
 */
package org.securechat.server.cluster;
