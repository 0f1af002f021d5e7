/**
 * Rooms: who may see, join, read and write them.
 *
 * <p>Table {@code room} holds each room under its unique name; {@code membership} who is in it now,
 * {@code invitation} who may enter a private one. Every change of these rows is also a line of the
 * room's transcript, and both are committed in one transaction. Two things make no line: that an
 * invitation was declined, and whom a user has blocked, which is in {@code user_block}.
 */
package org.securechat.server.room;
