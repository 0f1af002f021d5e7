package org.securechat.web.room;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.securechat.web.user.NewUserRequest;

/** The member who is to own a room. */
public record NewOwnerRequest(
    @NotNull @Pattern(regexp = NewUserRequest.USERNAME, message = NewUserRequest.USERNAME_MESSAGE)
        String user) {}
