package org.securechat.server.delivery;

import java.util.Map;
import java.util.UUID;

/** A login that gets the messages of its rooms. */
public interface Subscriber {

  String userName();

  SecureConnection connection();

  /**
   * The rooms it listens to, by name; the delivery thread alone changes them. Safe to read from any
   * thread: the quick answer to "may it write here?".
   */
  Map<String, UUID> listening();

  /** Told before a room's first message: the position of that first message. */
  void visibleFrom(UUID room, String name, long position);

  /** The position of the first line of a room that it is sent: what it was told before is not. */
  default long firstVisible(UUID room) {
    return 0;
  }

  /** Told when the login ceases to listen: the position of the room's last message for it. */
  void visibleUntil(UUID room, long position);
}
