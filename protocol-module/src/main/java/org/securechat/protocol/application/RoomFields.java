package org.securechat.protocol.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.RoomIds;

/** Rooms and their entries as they stand in answers and pushes. */
final class RoomFields {
  private RoomFields() {}

  static RoomInfo room(JsonNode json) throws JsonException {
    return new RoomInfo(
        Fields.room(json, "name"),
        uuid(json, "id"),
        Fields.visibility(json),
        Json.flag(json, "member"),
        Fields.counter(json, "position", 0),
        Fields.sha256(json, "chain"),
        Fields.kinds(json, "requires"));
  }

  static void put(ObjectNode json, RoomInfo room) {
    json.put("name", room.name())
        .put("id", room.id())
        .put("visibility", room.visibility().wireName())
        .put("member", room.member())
        .put("position", room.position())
        .put("chain", room.chain());
    Fields.put(json, "requires", room.requires());
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
