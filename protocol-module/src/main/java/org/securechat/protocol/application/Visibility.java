package org.securechat.protocol.application;

import java.util.Optional;
import org.securechat.protocol.json.WireNamed;

/** Who may find a room, and who may enter it. */
public enum Visibility implements WireNamed {
  /** Every user finds and enters it. */
  PUBLIC("public"),
  /** Every user finds it and sees what it is about; whom its members invite enters it. */
  ANNOUNCED("announced"),
  /** Its members, and whom they invite, alone know of it. */
  PRIVATE("private"),
  /** It is of the two users it is named after; made by the server on first use. */
  DIRECT("direct");

  private final String wireName;

  Visibility(String wireName) {
    this.wireName = wireName;
  }

  /** The name in messages. */
  @Override
  public String wireName() {
    return wireName;
  }

  /** Whether every user may know of such a room, member or not. */
  public boolean isListed() {
    return this == PUBLIC || this == ANNOUNCED;
  }

  /** The visibility of that wire name, if there is one. */
  public static Optional<Visibility> of(String wireName) {
    return WireNamed.find(Visibility.class, wireName);
  }
}
