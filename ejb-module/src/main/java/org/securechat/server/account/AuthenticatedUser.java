package org.securechat.server.account;

import java.util.UUID;

/** Somebody who has proved who they are. */
public record AuthenticatedUser(UUID id, String username) {}
