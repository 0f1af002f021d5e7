package org.securechat.server.webhook;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The webhooks of all rooms. It contains no rules. Thread-safe. */
public interface Webhooks {
  /** The webhook of a token, by its hash. */
  Optional<Webhook> byToken(String sha256);

  /** Those of a room, by name. */
  List<Webhook> of(UUID roomId);

  /** Adds one within the transaction that there is. */
  void addWithin(Webhook webhook);

  /**
   * Removes one within the transaction that there is.
   *
   * @return false if there is none of that id in the room
   */
  boolean removeWithin(UUID roomId, UUID id);
}
