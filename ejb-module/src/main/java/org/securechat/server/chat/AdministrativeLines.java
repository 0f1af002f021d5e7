package org.securechat.server.chat;

import jakarta.ejb.EJB;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.List;
import org.securechat.server.delivery.Effect;
import org.securechat.server.room.MembershipChange;
import org.securechat.server.room.RoomLines;

/** Changes of rooms that no session has asked for. */
@Stateless
@Local(RoomLines.class)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AdministrativeLines implements RoomLines {
  @EJB private LineService lines;
  @EJB private EventLines events;

  @Override
  public void commit(MembershipChange change) {
    lines.appendAndWait(
        events.line(change), new Effect(null, line -> null, () -> {}, joining(change), List.of()));
  }

  private static List<String> joining(MembershipChange change) {
    return change.event().equals("created") ? List.of(change.subject()) : List.of();
  }
}
