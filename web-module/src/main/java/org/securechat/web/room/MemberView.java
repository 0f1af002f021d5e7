package org.securechat.web.room;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.securechat.server.room.Member;

/** Somebody who is in a room. */
@Schema(name = "Member")
public record MemberView(
    @Schema(example = "alice") String username,
    @Schema(enumeration = {"owner", "member"}) String role,
    @Schema(example = "2026-11-22T19:00:00.123Z") Instant joinedAt) {

  static MemberView of(Member member) {
    return new MemberView(
        member.username(), member.owner() ? "owner" : "member", member.joinedAt());
  }
}
