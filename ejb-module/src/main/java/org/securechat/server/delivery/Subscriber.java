package org.securechat.server.delivery;

import java.util.UUID;

/** A login that gets the messages of its rooms. */
public interface Subscriber {

  String userName();

  Link link();

  /** Told once for each room, before its first message: the position of that first message. */
  void sawFrom(UUID room, String name, long position);
}
