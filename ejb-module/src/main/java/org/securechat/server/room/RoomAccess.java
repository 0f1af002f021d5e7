package org.securechat.server.room;

import java.util.Objects;
import java.util.UUID;
import org.securechat.protocol.application.RoomTerms;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.name.Names;

/** A room as one user stands to it at one moment. Immutable. */
public final class RoomAccess {
  private final UUID id;
  private final String name;
  private final Visibility visibility;
  private final boolean archived;
  private final boolean member;
  private final boolean invited;
  private final RoomTerms terms;

  /** Of a room about which nothing was decided, to an ordinary member or to somebody else. */
  RoomAccess(
      UUID id,
      String name,
      Visibility visibility,
      boolean archived,
      boolean member,
      boolean invited) {
    this(id, name, visibility, archived, member, invited, RoomTerms.NONE);
  }

  RoomAccess(
      UUID id,
      String name,
      Visibility visibility,
      boolean archived,
      boolean member,
      boolean invited,
      RoomTerms terms) {
    this.terms = terms;
    this.id = id;
    this.name = name;
    this.visibility = visibility;
    this.archived = archived;
    this.member = member;
    this.invited = invited;
  }

  public UUID id() {
    return id;
  }

  public String name() {
    return name;
  }

  public Visibility visibility() {
    return visibility;
  }

  /** What was decided about it, without rules and pins, and the user's role. */
  public RoomTerms terms() {
    return terms;
  }

  public boolean isMember() {
    return member;
  }

  /** Whether the user may know that the room exists. */
  public boolean isVisible() {
    return visibility.isListed() || member || invited;
  }

  /**
   * Membership alone opens a transcript: it is a line in it, so that who could read what, and when,
   * is on record.
   */
  public boolean mayRead() {
    return member;
  }

  /** The record of a classic session is the server's to write, and its owner's to read. */
  public boolean mayWrite() {
    return member && !archived && !isClassic();
  }

  private boolean isClassic() {
    return Names.isClassicRoom(name);
  }

  public boolean isArchived() {
    return archived;
  }

  boolean isMemberOrInvited() {
    return member || invited;
  }

  /** Whether a user who is not in the room may enter it. */
  boolean mayJoin() {
    return !archived && (visibility == Visibility.PUBLIC || invited);
  }

  boolean mayInvite() {
    return mayWrite() && visibility != Visibility.DIRECT;
  }

  /** A conversation between two is not left, nor one's own record. */
  boolean mayLeave() {
    return visibility != Visibility.DIRECT && !isClassic();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RoomAccess that
        && id.equals(that.id)
        && archived == that.archived
        && member == that.member
        && invited == that.invited;
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, archived, member, invited);
  }

  @Override
  public String toString() {
    return "RoomAccess[" + id + ", member=" + member + "]";
  }
}
