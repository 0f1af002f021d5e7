package org.securechat.server.room;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.application.Names;
import org.securechat.protocol.application.Visibility;
import org.securechat.server.account.AuthenticatedUser;

/** The rooms in which sessions of the classic profile are recorded. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class ClassicRooms {

  @PersistenceContext(unitName = "securechat")
  private EntityManager entities;

  /**
   * Makes the room, in the caller's transaction: that of its first line. Only its owner can read
   * it, and nobody can write to it but the classic endpoint.
   *
   * @param name {@link Names#isClassicRoom}
   * @param owner the account that the session's certificate names
   */
  public void create(UUID id, String name, Optional<AuthenticatedUser> owner, Instant now) {
    if (!Names.isClassicRoom(name)) {
      throw new IllegalArgumentException(name);
    }
    UUID creator = owner.map(AuthenticatedUser::id).orElse(null);
    entities.persist(new Room(id, name, Visibility.PRIVATE, creator, now));
    // The membership refers to the row, which JPA does not know.
    entities.flush();
    owner.ifPresent(
        user -> entities.persist(Membership.owner(new RoomUserKey(id, user.id()), now)));
    entities.flush();
  }
}
