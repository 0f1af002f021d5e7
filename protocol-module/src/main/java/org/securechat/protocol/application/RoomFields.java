package org.securechat.protocol.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.RoomIds;

/** Rooms and their entries as they stand in answers and pushes. */
final class RoomFields {
  private static final int MAX_NAME = 16;

  private RoomFields() {}

  static RoomInfo room(JsonNode json) throws JsonException {
    return new RoomInfo(
        Fields.room(json, "name"),
        uuid(json, "id"),
        Fields.visibility(json),
        Json.flag(json, "member"),
        Fields.counter(json, "position", 0),
        Fields.sha256(json, "chain"),
        Fields.kinds(json, "requires"),
        terms(json));
  }

  private static RoomTerms terms(JsonNode json) throws JsonException {
    String who = text(json, "writers", MAX_NAME);
    if (!who.isEmpty() && !ModerationPayload.Event.WRITERS.isValue(who)) {
      throw new JsonException("writers are unknown");
    }
    return new RoomTerms(
        text(json, "topic", ModerationPayload.MAX_LINE),
        Fields.optional(json, "role", RoomFields::role),
        who.equals(ModerationPayload.WRITERS_MODERATORS),
        Json.has(json, "slow")
            ? Fields.bounded(json, "slow", 0, ModerationPayload.MAX_SLOW_SECONDS)
            : 0,
        text(json, "rules", ModerationPayload.MAX_RULES),
        Json.has(json, "pins") ? pins(json) : List.of());
  }

  private static String text(JsonNode json, String field, int most) throws JsonException {
    return Json.has(json, field) ? Json.text(json, field, most) : "";
  }

  static RoomRole role(JsonNode json, String field) throws JsonException {
    return RoomRole.of(Json.text(json, field, MAX_NAME))
        .orElseThrow(() -> new JsonException("role is unknown"));
  }

  private static List<Long> pins(JsonNode json) throws JsonException {
    List<Long> pins = new ArrayList<>();
    for (JsonNode pin : Json.list(json, "pins", RoomTerms.MAX_PINS)) {
      if (!pin.isIntegralNumber() || !pin.canConvertToLong() || pin.longValue() < 1) {
        throw new JsonException("a pin is no position");
      }
      pins.add(pin.longValue());
    }
    return pins;
  }

  private static void put(ObjectNode json, RoomTerms terms) {
    if (!terms.topic().isEmpty()) {
      json.put("topic", terms.topic());
    }
    terms.role().ifPresent(role -> json.put("role", role.wireName()));
    if (terms.moderatorsOnly()) {
      json.put("writers", terms.writers());
    }
    if (terms.slowSeconds() > 0) {
      json.put("slow", terms.slowSeconds());
    }
    if (!terms.rules().isEmpty()) {
      json.put("rules", terms.rules());
    }
    if (!terms.pins().isEmpty()) {
      ArrayNode pins = json.putArray("pins");
      terms.pins().forEach(pins::add);
    }
  }

  static void put(ObjectNode json, RoomInfo room) {
    json.put("name", room.name())
        .put("id", room.id())
        .put("visibility", room.visibility().wireName())
        .put("member", room.member())
        .put("position", room.position())
        .put("chain", room.chain());
    Fields.put(json, "requires", room.requires());
    put(json, room.terms());
  }

  static List<RoomInfo> rooms(JsonNode json) throws JsonException {
    List<RoomInfo> rooms = new ArrayList<>();
    for (JsonNode room : Json.list(json, "rooms", Bounds.LIST)) {
      rooms.add(room(room));
    }
    return List.copyOf(rooms);
  }

  static void put(ObjectNode json, List<RoomInfo> rooms) {
    ArrayNode list = json.putArray("rooms");
    rooms.forEach(room -> put(list.addObject(), room));
  }

  static List<Entry> entries(JsonNode json) throws JsonException {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry : Json.list(json, "entries", Bounds.LIST)) {
      entries.add(entry(entry));
    }
    return List.copyOf(entries);
  }

  static Entry entry(JsonNode json) throws JsonException {
    Entry entry =
        new Entry(
            Fields.room(json, "room"),
            Fields.counter(json, "position", 1),
            Fields.timestamp(json, "received_at"),
            Json.text(json, "line", TranscriptLine.MAX_LENGTH),
            Fields.sha256(json, "chain"),
            Fields.optional(json, "message", (parent, field) -> Fields.message(parent)));
    checkAgainstLine(entry);
    return entry;
  }

  static void put(ObjectNode json, Entry entry) {
    json.put("room", entry.room())
        .put("position", entry.position())
        .put("received_at", entry.receivedAt())
        .put("line", entry.line())
        .put("chain", entry.chain());
    entry.message().ifPresent(message -> Fields.put(json, message));
  }

  // PROTOCOL.md §7.2: position and time stand in the entry and in its line, and must be the same.
  private static void checkAgainstLine(Entry entry) throws JsonException {
    TranscriptLine line;
    try {
      line = TranscriptLine.parse(entry.line());
    } catch (EvidenceException e) {
      throw new JsonException(e.getMessage());
    }
    if (line.position() != entry.position() || !line.receivedAt().equals(entry.receivedAt())) {
      throw new JsonException("entry and its line differ");
    }
  }

  private static String uuid(JsonNode json, String field) throws JsonException {
    String text = Json.text(json, field, RoomIds.LENGTH);
    if (!RoomIds.isRoomId(text)) {
      throw new JsonException(field + " is not a lower-case UUID");
    }
    return text;
  }
}
