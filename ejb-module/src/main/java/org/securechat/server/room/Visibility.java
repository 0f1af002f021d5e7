package org.securechat.server.room;

import java.util.Arrays;
import java.util.Optional;

/** Who may know of a room and enter it. */
public enum Visibility {
  /** Listed for everybody, open to everybody. */
  PUBLIC("public"),
  /** Known to its members and to whom they invited, and to nobody else. */
  PRIVATE("private"),
  /** Between two users for ever. */
  DIRECT("direct");

  private final String wireName;

  Visibility(String wireName) {
    this.wireName = wireName;
  }

  /** As it stands in messages and in the database. */
  public String wireName() {
    return wireName;
  }

  public static Optional<Visibility> of(String wireName) {
    return Arrays.stream(values()).filter(v -> v.wireName.equals(wireName)).findFirst();
  }
}
