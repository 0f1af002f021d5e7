package org.securechat.server.room;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.name.Names;
import org.securechat.server.account.AuthenticatedUser;

/** The rooms in which sessions of the classic profile are recorded. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class ClassicRooms {

  private final MembershipRepository rooms;

  /** For the container's proxy. */
  public ClassicRooms() {
    this(null);
  }

  @Inject
  public ClassicRooms(MembershipRepository rooms) {
    this.rooms = rooms;
  }

  /**
   * Makes the room, in the caller's transaction: that of its first line. Only its owner can read
   * it, and only the classic endpoint can write to it.
   *
   * @param name {@link Names#isClassicRoom}
   * @param owner the account that the session's certificate names
   */
  public void create(UUID id, String name, Optional<AuthenticatedUser> owner, Instant now) {
    if (!Names.isClassicRoom(name)) {
      throw new IllegalArgumentException(name);
    }
    UUID creator = owner.map(AuthenticatedUser::id).orElse(null);
    rooms.addRoom(id, name, Visibility.PRIVATE, creator, now);
    owner.ifPresent(user -> rooms.addOwner(id, user.id(), now));
  }
}
