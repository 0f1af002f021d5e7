package org.securechat.server.room;

import java.time.Instant;
import java.util.UUID;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.protocol.evidence.TranscriptLine;

/** An administrator closes a room to new messages, or opens it again. */
public final class Archiving implements MembershipChange {
  private final Room room;
  private final boolean archive;
  private final OpenRooms open;
  private final Instant now;

  private Archiving(Room room, boolean archive, OpenRooms open, Instant now) {
    this.room = room;
    this.archive = archive;
    this.open = open;
    this.now = now;
  }

  public static Archiving close(Room room, OpenRooms open, Instant now) {
    return new Archiving(room, true, open, now);
  }

  public static Archiving reopen(Room room, OpenRooms open, Instant now) {
    return new Archiving(room, false, open, now);
  }

  @Override
  public UUID roomId() {
    return room.id();
  }

  @Override
  public String roomName() {
    return room.name();
  }

  @Override
  public Event event() {
    return archive ? Event.ARCHIVED : Event.REOPENED;
  }

  @Override
  public String subject() {
    return room.name();
  }

  @Override
  public String actor() {
    return TranscriptLine.SERVER;
  }

  @Override
  public void apply(MembershipRepository rooms) {
    boolean changed =
        archive
            ? rooms.archive(room.id(), room.version(), now)
            : rooms.reopen(room.id(), room.version());
    if (!changed) {
      throw new SupersededException("the room has been changed since");
    }
    if (archive) {
      // Messages that stand behind this line, in its own transaction even, come too late.
      open.close(room.id());
    }
  }

  @Override
  public String toString() {
    return event() + "[" + room.id() + "]";
  }
}
