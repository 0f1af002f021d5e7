package org.securechat.web.room;

import java.time.Instant;
import org.securechat.server.room.Member;

/** A user who is in a room. */
public record MemberView(String username, String role, boolean bot, Instant joinedAt) {

  static MemberView of(Member member) {
    return new MemberView(
        member.username(), member.role().wireName(), member.isBot(), member.joinedAt());
  }
}
