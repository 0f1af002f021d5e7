package org.securechat.server.chat;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.securechat.server.admin.room.RoomEventAppender;
import org.securechat.server.room.MembershipChange;

/** Changes of rooms that an administrator has asked for. */
@Stateless
@Local(RoomEventAppender.class)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AdminEventAppender implements RoomEventAppender {

  private final LineAppender lines;
  private final EventLineFactory events;

  /** For the container's proxy. */
  public AdminEventAppender() {
    this(null, null);
  }

  @Inject
  public AdminEventAppender(LineAppender lines, EventLineFactory events) {
    this.lines = lines;
    this.events = events;
  }

  @Override
  public void commit(MembershipChange change) {
    lines.appendAndWait(events.line(change), events.following(change));
  }
}
