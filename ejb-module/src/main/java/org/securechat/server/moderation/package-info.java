/**
 * What owners and moderators decide about rooms: roles, bans, mutes, topic, rules, pins, and who
 * may write how often (PROTOCOL.md §7.4 and §9.3).
 *
 * <p>Every decision is a line of the room's transcript, and is committed with it: the role in
 * {@code membership}, bans and mutes in {@code room_restriction}, pinned messages in {@code
 * room_pin}, the rest in {@code room_terms}.
 */
package org.securechat.server.moderation;
