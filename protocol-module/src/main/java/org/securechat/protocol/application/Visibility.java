package org.securechat.protocol.application;

import java.util.Optional;
import org.securechat.protocol.json.WireNamed;

/** Who may find and enter a room. */
public enum Visibility implements WireNamed {
  /** Every user. */
  PUBLIC("public"),
  /** Members, and whom they invite. */
  PRIVATE("private"),
  /** The two users it is named after; made by the server on first use. */
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

  /** The visibility of that wire name, if there is one. */
  public static Optional<Visibility> of(String wireName) {
    return WireNamed.find(Visibility.class, wireName);
  }
}
