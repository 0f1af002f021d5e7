package org.securechat.server.chat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.securechat.protocol.application.Answer.LoginAnswer;
import org.securechat.protocol.application.Kinds;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage.Notice;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.room.RoomAccess;
import org.securechat.server.room.RoomService;

/** Opens the session of a user who has proved who they are. */
@ApplicationScoped
public class LoginService {

  private final RoomQueries rooms;
  private final Delivery delivery;
  private final TranscriptLedger ledger;
  private final Clock clock;

  /** For the container's proxy. */
  public LoginService() {
    this(null, null, null, null);
  }

  @Inject
  public LoginService(RoomQueries rooms, Delivery delivery, TranscriptLedger ledger, Clock clock) {
    this.rooms = rooms;
    this.delivery = delivery;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Answers the login, and lets the session listen to all rooms of the user, on the answer's page
   * or not, from their heads on.
   *
   * @param re the request that is answered
   */
  public UserSession open(SecureConnection connection, AuthenticatedUser user, long re) {
    UserSession session = new UserSession(user, connection);
    connection.servedFor(user.id());
    keep(session.certificate());
    delivery.registerPending(session);
    List<RoomAccess> memberships;
    try {
      memberships = rooms.memberships(user);
      // Reads and verifies what is not in memory yet, so that the delivery thread need not.
      rooms.heads(memberships);
    } catch (RuntimeException e) {
      delivery.disconnect(session);
      throw e;
    }
    delivery.submit(() -> answer(session, memberships, re));
    return session;
  }

  /** The person's own certificate, too: an issuer is in use as long as one of its is valid. */
  private void keep(SenderCertificate certificate) {
    if (certificate.hasIssuers()) {
      ledger.keepIssuers(certificate);
      ledger.keep(certificate);
    }
  }

  /** On the delivery thread: no line can come between the heads and the subscriptions. */
  private void answer(UserSession session, List<RoomAccess> memberships, long re) {
    List<RoomInfo> heads = rooms.heads(memberships);
    RoomPage page = new RoomPage(RoomService.MAX_LISTED);
    boolean more = false;
    for (RoomInfo room : heads) {
      more |= !page.add(room);
    }
    session
        .connection()
        .send(
            Ok.of(
                re,
                new LoginAnswer(
                    session.userName(),
                    page.rooms(),
                    more,
                    Timestamps.format(clock.instant()),
                    session.nextSequence(),
                    session.isBot() ? Kinds.OF_PROGRAMS : Kinds.OF_PEOPLE)));
    for (RoomInfo room : heads) {
      delivery.subscribe(UUID.fromString(room.id()), room.name(), room.position() + 1, session);
    }
    delivery.activate(session);
    notice(session, memberships, heads);
  }

  /** A member who misses a room in the list is told that it exists. */
  private static void notice(
      UserSession session, List<RoomAccess> memberships, List<RoomInfo> heads) {
    Set<String> served = heads.stream().map(RoomInfo::name).collect(Collectors.toSet());
    for (RoomAccess room : memberships) {
      if (!served.contains(room.name())) {
        session.connection().send(new Notice("room " + room.name() + " is not served at present"));
      }
    }
  }
}
