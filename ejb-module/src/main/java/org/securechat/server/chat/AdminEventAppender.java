package org.securechat.server.chat;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.securechat.server.admin.room.RoomEventAppender;
import org.securechat.server.delivery.PostCommitDelivery;
import org.securechat.server.moderation.Decision;
import org.securechat.server.moderation.WritingRules;
import org.securechat.server.room.MembershipChange;

/** Changes of rooms that an administrator has asked for. */
@Stateless
@Local(RoomEventAppender.class)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AdminEventAppender implements RoomEventAppender {

  private final LineAppender lines;
  private final EventLineFactory events;
  private final WritingRules rules;

  /** For the container's proxy. */
  public AdminEventAppender() {
    this(null, null, null);
  }

  @Inject
  public AdminEventAppender(LineAppender lines, EventLineFactory events, WritingRules rules) {
    this.lines = lines;
    this.events = events;
    this.rules = rules;
  }

  @Override
  public void commit(MembershipChange change) {
    lines.appendAndWait(events.line(change), events.following(change));
  }

  @Override
  public void commit(Decision decision) {
    try {
      lines.appendAndWait(events.line(decision), PostCommitDelivery.toRoom());
    } finally {
      rules.changed(decision.roomId());
    }
  }
}
