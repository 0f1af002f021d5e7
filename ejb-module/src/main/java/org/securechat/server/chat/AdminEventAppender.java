package org.securechat.server.chat;

import jakarta.ejb.EJB;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.List;
import org.securechat.server.admin.room.RoomEventAppender;
import org.securechat.server.delivery.PostCommitDelivery;
import org.securechat.server.room.MembershipChange;

/** Changes of rooms that no session has asked for. */
@Stateless
@Local(RoomEventAppender.class)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AdminEventAppender implements RoomEventAppender {
  @EJB private LineAppender lines;
  @EJB private EventLineFactory events;

  @Override
  public void commit(MembershipChange change) {
    lines.appendAndWait(
        events.line(change),
        new PostCommitDelivery(null, line -> null, () -> {}, joining(change), List.of()));
  }

  private static List<String> joining(MembershipChange change) {
    return change.event().equals("created") ? List.of(change.subject()) : List.of();
  }
}
