package org.securechat.server.room;

import jakarta.persistence.EntityManager;
import java.util.UUID;

/**
 * A change of who is in a room, or of whether it is open, decided and not yet made. It becomes true
 * together with its line in the room's transcript: the ledger calls {@link #apply} inside the
 * transaction in which it writes the line, on its writer thread.
 */
public interface MembershipChange {

  /** The room's UUID; for {@code created}, the one it will have. */
  UUID roomId();

  String roomName();

  /**
   * {@code created}, {@code joined}, {@code left}, {@code invited}, {@code archived} or {@code
   * reopened}.
   */
  String event();

  /** The username this is about; for {@code archived} and {@code reopened} the room's name. */
  String subject();

  /** The username who did it, often the subject; or {@code @server}. */
  String actor();

  /**
   * Changes the rows. It looks first: if the decision no longer holds, it throws and has changed
   * nothing, so that the caller may leave this one line out and commit the rest.
   *
   * @throws SupersededException if another change came in between; decide again
   */
  void apply(EntityManager entityManager);
}
