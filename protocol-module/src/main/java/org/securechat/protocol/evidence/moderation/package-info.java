/** Who may decide about a room and write in it, by its record (PROTOCOL.md §9.3), and its words. */
package org.securechat.protocol.evidence.moderation;
