package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.json.WireNamed;
import org.securechat.protocol.name.Names;

/**
 * What the server signs when the owner of a room, a moderator or an administrator decides something
 * about it (PROTOCOL.md §9.3): the {@link ServerEnvelope}, then
 *
 * <pre>"event":"banned","subject":"…","actor":"…","value":"…","until":"…"</pre>
 *
 * <p>Canonical as {@link MessagePayload} is. Who may decide what follows from the record; {@link
 * RoomRoles} follows it.
 *
 * @param event what was decided
 * @param subject the user, the position of the message, or the room that it is about
 * @param actor the user who decided, or {@link TranscriptLine#SERVER}
 * @param value depends on the event, see {@link Event}; empty where it has none
 * @param until when it ends by itself, as {@link Timestamps} writes it; empty if it does not
 */
public record ModerationPayload(
    ServerEnvelope envelope,
    Event event,
    String subject,
    String actor,
    String value,
    String until) {
  /** UTF-16 code units of the longest topic and the longest reason. */
  public static final int MAX_LINE = 512;

  /** UTF-16 code units of the longest rules. */
  public static final int MAX_RULES = 4_096;

  /** Seconds that slow mode asks for at most between two messages: a day. */
  public static final int MAX_SLOW_SECONDS = 86_400;

  /** The value of {@link Event#WRITERS} by which all members may write. */
  public static final String WRITERS_MEMBERS = "members";

  /** The value of {@link Event#WRITERS} by which only the owner and moderators may. */
  public static final String WRITERS_MODERATORS = "moderators";

  /** What can be decided, and what it is about. */
  public enum Event implements WireNamed {
    /** A user owns the room; who did before is a moderator. */
    OWNER(Subject.USER),
    /** A user is a moderator. */
    MODERATOR(Subject.USER),
    /** A moderator is one no longer. */
    MEMBER(Subject.USER),
    /** Why a user was taken out of the room, by the line before; the value is the reason. */
    KICKED(Subject.USER),
    /** A user can neither enter nor be invited; the value is the reason. */
    BANNED(Subject.USER),
    UNBANNED(Subject.USER),
    /** A user cannot write; the value is the reason. */
    MUTED(Subject.USER),
    UNMUTED(Subject.USER),
    /** What the room is about is the value, in one line; empty for nothing. */
    TOPIC(Subject.ROOM),
    /** The rules of the room are the value; empty for none. */
    RULES(Subject.ROOM),
    /** A message is shown to all who come; the value is the hash of its payload. */
    PINNED(Subject.POSITION),
    UNPINNED(Subject.POSITION),
    /** Who may write is the value. */
    WRITERS(Subject.ROOM),
    /** The value is the seconds from one message of an ordinary member to the next, 0 for none. */
    SLOW(Subject.ROOM);

    private final Subject subject;
    private final String wireName = name().toLowerCase(Locale.ROOT);

    Event(Subject subject) {
      this.subject = subject;
    }

    /** What it is about. */
    public Subject subject() {
      return subject;
    }

    /** The name in payloads and requests: the constant's, in lower case. */
    @Override
    public String wireName() {
      return wireName;
    }

    /** The event of that wire name, if there is one. */
    public static Optional<Event> of(String wireName) {
      return WireNamed.find(Event.class, wireName);
    }

    /** Whether it can end by itself. */
    public boolean canEnd() {
      return this == BANNED || this == MUTED;
    }

    /** Whether the value is one of this event's. */
    public boolean isValue(String value) {
      return switch (this) {
        case KICKED, BANNED, MUTED, TOPIC -> isLine(value);
        case RULES -> value.length() <= MAX_RULES;
        case PINNED, UNPINNED -> Digests.isHex(value);
        case WRITERS -> value.equals(WRITERS_MEMBERS) || value.equals(WRITERS_MODERATORS);
        case SLOW ->
            value.matches("0|[1-9][0-9]{0,4}") && Integer.parseInt(value) <= MAX_SLOW_SECONDS;
        case OWNER, MODERATOR, MEMBER, UNBANNED, UNMUTED -> value.isEmpty();
      };
    }

    /** Whether it can be about this in a room of that name. */
    public boolean isSubject(String text, String room) {
      return switch (subject) {
        case USER -> Names.isUsername(text);
        case ROOM -> text.equals(room);
        case POSITION -> isPosition(text);
      };
    }

    private static boolean isLine(String value) {
      return value.length() <= MAX_LINE && value.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isPosition(String text) {
      return text.matches("[1-9][0-9]{0,15}")
          && Long.parseLong(text) <= TranscriptLine.MAX_POSITION;
    }
  }

  /** What an event can be about. */
  public enum Subject {
    USER,
    ROOM,
    POSITION
  }

  private static final int MAX_EVENT_LENGTH = 16;

  /** With a fresh salt. */
  public static ModerationPayload create(
      String room,
      UUID roomId,
      Event event,
      String subject,
      String actor,
      String value,
      Optional<Instant> until,
      Instant at) {
    return new ModerationPayload(
        ServerEnvelope.create(Kind.MODERATION, room, roomId, at),
        event,
        subject,
        actor,
        value,
        until.map(Timestamps::format).orElse(""));
  }

  public String room() {
    return envelope.room();
  }

  public UUID roomId() {
    return envelope.roomId();
  }

  /** The message that a pin is about. */
  public Optional<About> about() {
    return event.subject() == Subject.POSITION
        ? Optional.of(new About(Long.parseLong(subject), value))
        : Optional.empty();
  }

  /**
   * The exact bytes to sign.
   *
   * @throws IllegalArgumentException if a field is not of its form
   */
  public byte[] encode() {
    return CanonicalJson.checked(canonical(), this, ModerationPayload::parse);
  }

  /**
   * Reads a payload.
   *
   * @throws EvidenceException for all bytes that {@link #encode} does not return
   */
  public static ModerationPayload parse(byte[] payload) throws EvidenceException {
    try {
      ObjectNode json = Json.parse(payload);
      ServerEnvelope envelope = ServerEnvelope.read(json, Kind.MODERATION);
      Event event =
          Event.of(Json.text(json, "event", MAX_EVENT_LENGTH))
              .orElseThrow(() -> new JsonException("event is unknown"));
      String subject = Json.text(json, "subject", Names.MAX_ROOM_LENGTH);
      String value = Json.text(json, "value", MAX_RULES);
      ModerationPayload parsed =
          new ModerationPayload(
              envelope,
              event,
              EvidenceFields.insist(
                  event.isSubject(subject, envelope.room()), subject, "subject is not one"),
              EvidenceFields.nameOrServer(json, "actor"),
              EvidenceFields.insist(event.isValue(value), value, "value is not one"),
              until(json, event));
      CanonicalJson.insist(payload, parsed.canonical());
      return parsed;
    } catch (JsonException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  private static String until(ObjectNode json, Event event) throws JsonException {
    String until = Json.text(json, "until", Timestamps.LENGTH);
    return EvidenceFields.insist(
        until.isEmpty() || (event.canEnd() && Timestamps.isTimestamp(until)),
        until,
        "until is no end of this");
  }

  private byte[] canonical() {
    return envelope
        .write()
        .text("event", event.wireName())
        .text("subject", subject)
        .text("actor", actor)
        .text("value", value)
        .text("until", until)
        .bytes();
  }

  /** Without the value, which belongs in no log. */
  @Override
  public String toString() {
    return "ModerationPayload[" + event + " " + subject + " by " + actor + "]";
  }
}
