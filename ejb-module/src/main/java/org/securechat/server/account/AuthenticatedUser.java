package org.securechat.server.account;

import java.util.UUID;

/** A user who has proved their identity. */
public record AuthenticatedUser(UUID id, String username) {}
