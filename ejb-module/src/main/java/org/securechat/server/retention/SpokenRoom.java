package org.securechat.server.retention;

/**
 * A room in which a user has spoken.
 *
 * @param room its name
 * @param messages the user's messages there that still have their payload
 * @param held whether there is a legal hold on it, so that they are kept
 */
public record SpokenRoom(String room, long messages, boolean held) {}
