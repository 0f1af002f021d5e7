package org.securechat.server.chat;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.server.delivery.PostCommitDelivery;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.moderation.Decision;
import org.securechat.server.moderation.ModerationRepository;
import org.securechat.server.moderation.WritingRules;
import org.securechat.server.room.MembershipChange;
import org.securechat.server.room.MembershipRepository;

/** Makes the server's own line for a change of membership, which commits with the change. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class EventLineFactory {

  private final MembershipRepository rooms;
  private final ModerationRepository moderation;
  private final WritingRules rules;
  private final LedgerKey key;
  private final Clock clock;

  /** For the container's proxy. */
  public EventLineFactory() {
    this(null, null, null, null, null);
  }

  @Inject
  public EventLineFactory(
      MembershipRepository rooms,
      ModerationRepository moderation,
      WritingRules rules,
      LedgerKey key,
      Clock clock) {
    this.rooms = rooms;
    this.moderation = moderation;
    this.rules = rules;
    this.key = key;
    this.clock = clock;
  }

  public LineRequest line(MembershipChange change) {
    byte[] payload =
        EventPayload.create(
                change.roomName(),
                change.roomId(),
                change.event(),
                change.subject(),
                change.actor(),
                clock.instant())
            .encode();
    return LineRequest.event(change.roomId(), change.roomName(), key, payload)
        .with(() -> {
          change.apply(rooms);
          if (change.leaves()) {
            rules.leaving(change.roomId(), change.subject());
          }
        });
  }

  /** The server's line for a decision about a room, which commits with it. */
  public LineRequest line(Decision decision) {
    byte[] payload = decision.payload(clock.instant()).encode();
    return LineRequest.event(decision.roomId(), decision.roomName(), key, payload)
        .with(entry -> {
          decision.apply(rooms, moderation, entry.receivedAt());
          rules.changed(decision.roomId());
        });
  }

  /** Who begins or ceases to listen when the change commits. */
  public PostCommitDelivery following(MembershipChange change) {
    List<String> subject = List.of(change.subject());
    PostCommitDelivery following = PostCommitDelivery.toRoom();
    if (change.joins()) {
      return following.joining(subject);
    }
    return change.leaves() ? following.leaving(subject) : following;
  }
}
