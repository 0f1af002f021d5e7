package org.securechat.web.room;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.securechat.web.user.NewUserRequest;

/** A room to be made. */
public record NewRoomRequest(
    @NotNull @Pattern(regexp = NAME, message = NAME_MESSAGE) String name,
    @NotNull
        @Pattern(
            regexp = "public|announced|private",
            message = "must be public, announced or private")
        String visibility,
    @NotNull @Pattern(regexp = NewUserRequest.USERNAME, message = NewUserRequest.USERNAME_MESSAGE)
        String owner) {

  static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";
  static final String NAME_MESSAGE =
      "must be 1 to 64 of a-z, 0-9, '.', '_' and '-', a letter or digit first";
}
