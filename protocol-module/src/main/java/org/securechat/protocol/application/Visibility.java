package org.securechat.protocol.application;

import java.util.Optional;

/** Who may find and enter a room. */
public enum Visibility {
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
  public String wireName() {
    return wireName;
  }

  /** The visibility of that wire name, if there is one. */
  public static Optional<Visibility> of(String wireName) {
    for (Visibility visibility : values()) {
      if (visibility.wireName.equals(wireName)) {
        return Optional.of(visibility);
      }
    }
    return Optional.empty();
  }
}
