package org.securechat.protocol.application;

import java.util.Optional;
import org.securechat.protocol.json.WireNamed;

/** The lists of rooms that a user can ask for (PROTOCOL.md §7.4), each by name. */
public enum RoomListing implements WireNamed {
  /** The rooms that the user is a member of. */
  MEMBER("member"),
  /** The rooms that every user finds and that are not archived; the user may be in some of them. */
  PUBLIC("public");

  private final String wireName;

  RoomListing(String wireName) {
    this.wireName = wireName;
  }

  /** The name in messages. */
  @Override
  public String wireName() {
    return wireName;
  }

  /** The listing of that wire name, if there is one. */
  public static Optional<RoomListing> of(String wireName) {
    return WireNamed.find(RoomListing.class, wireName);
  }
}
