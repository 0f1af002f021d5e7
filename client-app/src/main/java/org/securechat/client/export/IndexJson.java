package org.securechat.client.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.securechat.client.export.ExportIndex.Bundle;
import org.securechat.client.export.ExportIndex.Failed;
import org.securechat.client.export.ExportIndex.Room;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/** {@code index.json}, written and read. */
final class IndexJson {
  private static final int MAX_TEXT = 2_000;
  private static final int MAX_ITEMS = 100_000;

  /** A file next to the index and in no other folder. */
  private static final String BUNDLE = "[A-Za-z0-9@+_-][A-Za-z0-9@+._-]{0,200}\\.zip";

  private IndexJson() {}

  static byte[] write(ExportIndex index) {
    ObjectNode json =
        Json.object()
            .put("type", ExportIndex.TYPE)
            .put("server", index.server())
            .put("made_by", index.madeBy())
            .put("made_at", index.madeAt())
            .put("user", index.person())
            .put("since", index.since())
            .put("until", index.until())
            .put("zone", index.zone())
            .put("verify", "securechat verify FOLDER --ca CA.pem");
    ArrayNode rooms = json.putArray("rooms");
    for (Room room : index.rooms()) {
      ObjectNode one =
          rooms
              .addObject()
              .put("room", room.room())
              .put("room_id", room.roomId())
              .put("first", room.first())
              .put("last", room.last())
              .put("lines", room.lines())
              .put("first_at", room.firstAt())
              .put("last_at", room.lastAt());
      ArrayNode bundles = one.putArray("bundles");
      for (Bundle bundle : room.bundles()) {
        bundles
            .addObject()
            .put("file", bundle.file())
            .put("first", bundle.first())
            .put("last", bundle.last())
            .put("user_lines", bundle.userLines())
            .put("bytes", bundle.bytes())
            .put("sha256", bundle.sha256());
      }
    }
    ArrayNode without = json.putArray("without_lines");
    index.withoutLines().forEach(without::add);
    ArrayNode failed = json.putArray("failed");
    index.failed().forEach(f -> failed.addObject().put("room", f.room()).put("reason", f.reason()));
    try {
      return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws JsonException for what is not the index of an export
   */
  static ExportIndex read(byte[] bytes) throws JsonException {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new JsonException("it is not JSON");
    }
    if (!Json.text(json, "type", MAX_TEXT).equals(ExportIndex.TYPE)) {
      throw new JsonException("type is not " + ExportIndex.TYPE);
    }
    List<Room> rooms = new ArrayList<>();
    for (JsonNode room : Json.list(json, "rooms", MAX_ITEMS)) {
      rooms.add(room(room));
    }
    List<Failed> failed = new ArrayList<>();
    for (JsonNode one : Json.list(json, "failed", MAX_ITEMS)) {
      failed.add(new Failed(Json.text(one, "room", MAX_TEXT), Json.text(one, "reason", MAX_TEXT)));
    }
    return new ExportIndex(
        Json.text(json, "server", MAX_TEXT),
        Json.text(json, "made_by", MAX_TEXT),
        Json.text(json, "made_at", MAX_TEXT),
        Json.text(json, "user", MAX_TEXT),
        Json.text(json, "since", MAX_TEXT),
        Json.text(json, "until", MAX_TEXT),
        Json.text(json, "zone", MAX_TEXT),
        rooms,
        Json.texts(json, "without_lines", MAX_ITEMS, MAX_TEXT),
        failed);
  }

  private static Room room(JsonNode json) throws JsonException {
    List<Bundle> bundles = new ArrayList<>();
    for (JsonNode bundle : Json.list(json, "bundles", MAX_ITEMS)) {
      bundles.add(bundle(bundle));
    }
    return new Room(
        Json.text(json, "room", MAX_TEXT),
        Json.text(json, "room_id", MAX_TEXT),
        Json.number(json, "first", 1, Long.MAX_VALUE),
        Json.number(json, "last", 1, Long.MAX_VALUE),
        Json.text(json, "first_at", MAX_TEXT),
        Json.text(json, "last_at", MAX_TEXT),
        bundles);
  }

  private static Bundle bundle(JsonNode json) throws JsonException {
    String file = Json.text(json, "file", MAX_TEXT);
    if (!file.matches(BUNDLE)) {
      throw new JsonException("file is no name of a bundle");
    }
    return new Bundle(
        file,
        Json.number(json, "first", 1, Long.MAX_VALUE),
        Json.number(json, "last", 1, Long.MAX_VALUE),
        Json.text(json, "user_lines", Json.MAX_LENGTH),
        Json.number(json, "bytes", 0, Long.MAX_VALUE),
        Json.text(json, "sha256", MAX_TEXT));
  }
}
