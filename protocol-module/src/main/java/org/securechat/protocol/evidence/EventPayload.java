package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;

/**
 * What the server signs, with the receipt certificate's key, when something happens to a room: the
 * {@link ServerEnvelope}, then
 *
 * <pre>"event":"joined","subject":"…","actor":"…"</pre>
 *
 * <p>Canonical as {@link MessagePayload} is. Who could read a room when is evidence, and so is who
 * had something erased.
 *
 * @param event what happened
 * @param subject the user it happened to; for {@link Event#ERASED} the {@link Positions} of the
 *     messages whose payloads are gone; for {@link Event#ARCHIVED} and {@link Event#REOPENED} the
 *     room's name
 * @param actor the user who did it, or {@link TranscriptLine#SERVER}
 */
public record EventPayload(ServerEnvelope envelope, Event event, String subject, String actor) {

  /** What can happen to a room. */
  public enum Event {
    CREATED,
    JOINED,
    LEFT,
    INVITED,
    ERASED,
    ARCHIVED,
    REOPENED;

    /** The name in payloads: the constant's, in lower case. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Event of(String wireName) throws JsonException {
      for (Event event : values()) {
        if (event.wireName().equals(wireName)) {
          return event;
        }
      }
      throw new JsonException("event is unknown");
    }
  }

  private static final int MAX_EVENT_LENGTH = 16;

  /** With a fresh salt. */
  public static EventPayload create(
      String room, UUID roomId, Event event, String subject, String actor, Instant at) {
    return new EventPayload(
        ServerEnvelope.create(Kind.EVENT, room, roomId, at), event, subject, actor);
  }

  public String room() {
    return envelope.room();
  }

  public UUID roomId() {
    return envelope.roomId();
  }

  /**
   * The exact bytes to sign.
   *
   * @throws IllegalArgumentException if a field is not of its form
   */
  public byte[] encode() {
    return CanonicalJson.checked(canonical(), this, EventPayload::parse);
  }

  /**
   * Reads a payload.
   *
   * @throws EvidenceException for all bytes that {@link #encode} does not return
   */
  public static EventPayload parse(byte[] payload) throws EvidenceException {
    try {
      ObjectNode json = Json.parse(payload);
      ServerEnvelope envelope = ServerEnvelope.read(json, Kind.EVENT);
      Event event = Event.of(Json.text(json, "event", MAX_EVENT_LENGTH));
      EventPayload parsed =
          new EventPayload(
              envelope,
              event,
              subject(json, event, envelope.room()),
              EvidenceFields.nameOrServer(json, "actor"));
      CanonicalJson.insist(payload, parsed.canonical());
      return parsed;
    } catch (JsonException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  private static String subject(ObjectNode json, Event event, String room)
      throws JsonException, EvidenceException {
    // PROTOCOL.md §9.3: what the subject is depends on the event.
    return switch (event) {
      case CREATED, JOINED, LEFT, INVITED -> EvidenceFields.name(json, "subject");
      case ERASED -> Positions.parse(Json.text(json, "subject", Positions.MAX_LENGTH)).toString();
      case ARCHIVED, REOPENED -> {
        String subject = Json.text(json, "subject", Names.MAX_ROOM_LENGTH);
        yield EvidenceFields.insist(subject.equals(room), subject, "subject is not the room");
      }
    };
  }

  private byte[] canonical() {
    return envelope
        .write()
        .text("event", event.wireName())
        .text("subject", subject)
        .text("actor", actor)
        .bytes();
  }
}
