package org.securechat.web.room;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A room to be made. */
@Schema(name = "NewRoom")
public record NewRoomRequest(
    @Schema(example = "incident-7") @NotNull @Pattern(regexp = NAME, message = NAME_MESSAGE)
        String name,
    @Schema(enumeration = {"public", "private"})
        @NotNull
        @Pattern(regexp = "public|private", message = "must be public or private")
        String visibility,
    @Schema(description = "The user who owns the room and is its first member.", example = "alice")
        @NotNull
        @Pattern(regexp = NAME, message = NAME_MESSAGE)
        String owner) {

  static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";
  static final String NAME_MESSAGE =
      "must be 1 to 64 of a-z, 0-9, '.', '_' and '-', a letter or digit first";
}
