package org.securechat.client.moderation;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.securechat.client.ClientException;
import org.securechat.client.session.ChatSession;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.ModerationPayload.Event;

/** Asks the server to have something decided about a room. Thread-safe. */
public final class RoomDecisions {
  private final ChatSession session;
  private final String room;

  public RoomDecisions(ChatSession session, String room) {
    this.session = session;
    this.room = room;
  }

  /** Something about a user, or about the room, which needs no subject. */
  public RoomInfo decide(Event event, String subject, String value) throws ClientException {
    return decide(event, subject, value, Optional.empty());
  }

  /**
   * As {@link #decide(Event, String, String)}.
   *
   * @param span after which it ends by itself; empty if it has to be lifted
   */
  public RoomInfo decide(Event event, String subject, String value, Optional<Duration> span)
      throws ClientException {
    String about = event.subject() == ModerationPayload.Subject.ROOM ? room : subject;
    if (!event.isSubject(about, room)) {
      throw new ClientException(
          "'" + about + "' cannot be what this is about", "Names are lower case.");
    }
    if (!event.isValue(value)) {
      throw new ClientException(
          "this is not a value for " + event.wireName(),
          "Topics and reasons are one line of at most 512 characters, rules at most 4096, and"
              + " seconds at most 86400.");
    }
    OptionalLong seconds =
        span.isPresent() ? OptionalLong.of(span.get().toSeconds()) : OptionalLong.empty();
    return session
        .ask(
            id -> new Request.Moderate(id, room, event, about, value, seconds),
            Answer.RoomAnswer.class)
        .room();
  }

  /**
   * Pins a message of a room that is followed, or takes the pin away: the words that stand here.
   */
  public RoomInfo pin(long position, boolean pinned) throws ClientException {
    String payload =
        session
            .payloadAt(room, position)
            .orElseThrow(() ->
                new ClientException(
                    "there is no line " + position, "'history' shows the lines of a room."));
    return decide(pinned ? Event.PINNED : Event.UNPINNED, Long.toString(position), payload);
  }
}
