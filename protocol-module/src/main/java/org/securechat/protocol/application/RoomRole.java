package org.securechat.protocol.application;

import java.util.Locale;
import java.util.Optional;
import org.securechat.protocol.json.WireNamed;

/** What a member may do in a room; later ones are above earlier ones. */
public enum RoomRole implements WireNamed {
  MEMBER,
  MODERATOR,
  OWNER;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name in messages, and in the database. */
  @Override
  public String wireName() {
    return wireName;
  }

  /** The role of that wire name, if there is one. */
  public static Optional<RoomRole> of(String wireName) {
    return WireNamed.find(RoomRole.class, wireName);
  }

  /** Whether this one decides about the other. */
  public boolean isAbove(RoomRole other) {
    return compareTo(other) > 0;
  }
}
