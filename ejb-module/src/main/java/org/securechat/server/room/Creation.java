package org.securechat.server.room;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.UUID;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.server.account.AuthenticatedUser;

/** A new room, with its creator in it. */
public final class Creation extends DecidedChange {
  private final Visibility visibility;
  private final String actor;

  Creation(String name, Visibility visibility, AuthenticatedUser creator, Instant now) {
    this(name, visibility, creator, creator.username(), now);
  }

  private Creation(
      String name, Visibility visibility, AuthenticatedUser creator, String actor, Instant now) {
    super(UUID.randomUUID(), name, creator, creator, now);
    this.visibility = visibility;
    this.actor = actor;
  }

  /** A room that an administrator makes for somebody. */
  public static Creation onBehalfOf(
      AuthenticatedUser owner, String name, Visibility visibility, Instant now) {
    return new Creation(name, visibility, owner, TranscriptLine.SERVER, now);
  }

  @Override
  public String actor() {
    return actor;
  }

  @Override
  public String event() {
    return "created";
  }

  @Override
  public void apply(EntityManager entities) {
    boolean taken =
        !entities
            .createQuery("SELECT r.id FROM Room r WHERE r.name = :name", String.class)
            .setParameter("name", roomName())
            .getResultList()
            .isEmpty();
    if (taken) {
      throw new SupersededException("another room got the name first");
    }
    entities.persist(new Room(roomId(), roomName(), visibility, actorId(), decidedAt()));
    // The membership refers to the row, which JPA does not know.
    entities.flush();
    entities.persist(firstMember());
    entities.flush();
  }

  private Membership firstMember() {
    return visibility == Visibility.DIRECT
        ? Membership.member(keyOfSubject(), decidedAt())
        : Membership.owner(keyOfSubject(), decidedAt());
  }
}
