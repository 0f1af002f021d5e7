package org.securechat.web.administrator;

import jakarta.validation.constraints.NotNull;

/**
 * What an administrator may do from now on.
 *
 * @param role {@code administrator}, {@code auditor} or {@code operator}
 */
public record RoleRequest(@NotNull String role) {}
