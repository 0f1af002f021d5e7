package org.securechat.server.chat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.securechat.protocol.application.Answer.Member;
import org.securechat.protocol.application.Answer.RoomAnswer;
import org.securechat.protocol.application.Answer.RoomsAnswer;
import org.securechat.protocol.application.Answer.WhoAnswer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.name.Names;
import org.securechat.server.DomainException;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.ledger.TranscriptLedger.Head;
import org.securechat.server.ledger.TranscriptLedger.RoomHistories;
import org.securechat.server.moderation.Moderation;
import org.securechat.server.room.RoomAccess;
import org.securechat.server.room.RoomService;

/** Which rooms a session can see, read and write, and who is in them. */
@ApplicationScoped
public class RoomQueries {

  private static final Comparator<Member> ONLINE_FIRST =
      Comparator.comparing(Member::online).reversed().thenComparing(Member::name);

  /** Characters of a member in JSON beside the name. */
  private static final int MEMBER_FIELDS = 32;

  /** Rooms that are read at once: about as many as one answer has room for. */
  private static final int CHUNK = 256;

  private final RoomService rooms;
  private final Moderation moderation;
  private final RoomHistories histories;
  private final Delivery delivery;

  /** For the container's proxy. */
  public RoomQueries() {
    this(null, null, (RoomHistories) null, null);
  }

  @Inject
  public RoomQueries(
      RoomService rooms, Moderation moderation, TranscriptLedger ledger, Delivery delivery) {
    this(rooms, moderation, ledger.histories(), delivery);
  }

  private RoomQueries(
      RoomService rooms, Moderation moderation, RoomHistories histories, Delivery delivery) {
    this.rooms = rooms;
    this.moderation = moderation;
    this.histories = histories;
    this.delivery = delivery;
  }

  /** A page of a list of rooms. */
  public RoomsAnswer list(UserSession session, Request.Rooms request) {
    RoomPage page = new RoomPage(request.limit());
    int chunk = Math.min(CHUNK, request.limit() + 1);
    String after = request.after().orElse("");
    while (true) {
      List<RoomAccess> listed = rooms.list(session.user(), request.listing(), after, chunk);
      for (RoomAccess room : listed) {
        if (!head(room).map(page::add).orElse(true)) {
          return new RoomsAnswer(page.rooms(), true);
        }
      }
      if (listed.size() < chunk) {
        return new RoomsAnswer(page.rooms(), false);
      }
      after = listed.getLast().name();
    }
  }

  /** One room that the user may know of. */
  public RoomAnswer find(UserSession session, Request.RoomRequest request) {
    RoomAccess room = rooms.visible(session.user().id(), request.room());
    return new RoomAnswer(info(room, histories.head(room.id())).with(moderation.terms(room)));
  }

  /** What a login asks the database: all rooms that the user is in, by name, and no others. */
  public List<RoomAccess> memberships(AuthenticatedUser user) {
    return rooms.own(user);
  }

  /** The heads of the rooms that can be served; one whose record does not verify is left out. */
  public List<RoomInfo> heads(List<RoomAccess> known) {
    return known.stream().map(this::head).flatMap(Optional::stream).toList();
  }

  private Optional<RoomInfo> head(RoomAccess room) {
    try {
      return Optional.of(info(room, histories.head(room.id())));
    } catch (DomainException e) {
      // The ledger has logged why; the user's other rooms are served all the same.
      return Optional.empty();
    }
  }

  static RoomInfo info(RoomAccess room, Head head) {
    return new RoomInfo(
        room.name(),
        room.id().toString(),
        room.visibility(),
        room.isMember(),
        head.position(),
        head.chain(),
        List.of(),
        room.terms());
  }

  /** The members of a room; for its members only. */
  public WhoAnswer who(UserSession session, Request.Who request) {
    String name = request.room();
    RoomAccess room = rooms.requireReader(name, session.user().id());
    Predicate<String> present = delivery.present(room.id());
    return new WhoAnswer(
        name,
        ResponseTruncation.fitting(
            rooms.members(session.user(), name).stream()
                .map(member ->
                    new Member(
                        member.username(),
                        present.test(member.username()),
                        member.role(),
                        member.isBot()))
                .toList(),
            ONLINE_FIRST,
            member -> member.name().length() + MEMBER_FIELDS));
  }

  /** The room that this session may read. */
  public UUID readable(UserSession session, String name) {
    return session
        .listenedRoom(name)
        .orElseGet(() -> rooms.requireReader(name, session.user().id()).id());
  }

  /**
   * The room that this session may write to. A session that listens to a room is its member's: the
   * common case is answered from memory.
   */
  public UUID writable(UserSession session, String name) {
    return session
        .listenedRoom(name)
        .filter(listened -> !Names.isClassicRoom(name))
        .orElseGet(() -> rooms.requireWriter(name, session.user().id()).id());
  }
}
