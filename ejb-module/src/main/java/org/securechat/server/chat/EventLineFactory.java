package org.securechat.server.chat;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Locale;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.room.MembershipChange;

/** Makes the server's own line for a change of membership, which commits with the change. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class EventLineFactory {

  @PersistenceContext(unitName = "securechat")
  private EntityManager entityManager;

  @Inject private LedgerKey key;

  @Inject private Clock clock;

  public LineRequest line(MembershipChange change) {
    byte[] payload =
        EventPayload.create(
                change.roomName(),
                EventPayload.Event.valueOf(change.event().toUpperCase(Locale.ROOT)),
                change.subject(),
                change.actor(),
                clock.instant())
            .encode();
    return LineRequest.event(change.roomId(), change.roomName(), key, payload)
        .with(() -> change.apply(entityManager));
  }
}
